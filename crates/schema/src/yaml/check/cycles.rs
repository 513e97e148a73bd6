//! Reports tables that need each other's rows first, so that no row can ever be inserted.

use std::collections::VecDeque;

use crate::yaml::resolve::findings::Findings;
use crate::yaml::resolve::unresolved::{ForeignKey, Table, UnresolvedSchema};

/// A reference that is needed at once: its table, its position there, and its target.
#[derive(Clone, Copy)]
struct Edge {
    from: usize,
    reference: usize,
    to: usize,
}

/// Reports one cycle in every group of tables that need each other.
pub fn check(unresolved: &UnresolvedSchema<'_>, findings: &mut Findings<'_>) {
    let edges: Vec<Vec<Edge>> = unresolved
        .tables
        .iter()
        .enumerate()
        .map(|(position, table)| needs(position, table))
        .collect();
    for group in groups(&edges) {
        if let [start, _, ..] = group.as_slice() {
            report(*start, &group, &edges, unresolved, findings);
        }
    }
}

fn needs(position: usize, table: &Table<'_>) -> Vec<Edge> {
    let is_needed = |foreign_key: &ForeignKey| {
        // A row can reference itself, have NULL first, or be checked at the end of the transaction.
        let value = &foreign_key.value;
        value.target != position
            && !foreign_key.may_be_deferrable
            && value
                .columns
                .iter()
                .all(|&column| table.columns[column].is_required())
    };
    let needed = table
        .foreign_keys
        .iter()
        .enumerate()
        .filter(|(_, key)| is_needed(key));
    needed
        .map(|(reference, key)| Edge {
            from: position,
            reference,
            to: key.value.target,
        })
        .collect()
}

/// The strongly connected components (Tarjan's algorithm, without recursion), each sorted, in the
/// order of their first members.
fn groups(edges: &[Vec<Edge>]) -> Vec<Vec<usize>> {
    const UNSEEN: usize = usize::MAX;
    let mut order = vec![UNSEEN; edges.len()];
    let mut low = vec![UNSEEN; edges.len()];
    let mut on_stack = vec![false; edges.len()];
    let mut stack: Vec<usize> = Vec::new();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut count = 0;
    for start in 0..edges.len() {
        // The tables on the path from the start, each with the number of its visited edges.
        let mut path: Vec<(usize, usize)> = Vec::new();
        if order[start] == UNSEEN {
            path.push((start, 0));
        }
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            if order[node] == UNSEEN {
                (order[node], low[node]) = (count, count);
                count += 1;
                stack.push(node);
                on_stack[node] = true;
            }
            if let Some(edge) = edges[node].get(*next) {
                *next += 1;
                if order[edge.to] == UNSEEN {
                    path.push((edge.to, 0));
                } else if on_stack[edge.to] {
                    low[node] = low[node].min(order[edge.to]);
                }
                continue;
            }
            path.pop();
            if let Some((parent, _)) = path.last() {
                low[*parent] = low[*parent].min(low[node]);
            }
            if low[node] == order[node] {
                let first = stack
                    .iter()
                    .rposition(|other| *other == node)
                    .unwrap_or_default();
                let mut group = stack.split_off(first);
                group.iter().for_each(|member| on_stack[*member] = false);
                group.sort_unstable();
                groups.push(group);
            }
        }
    }
    groups.sort_unstable();
    groups
}

fn report(
    start: usize,
    group: &[usize],
    edges: &[Vec<Edge>],
    unresolved: &UnresolvedSchema<'_>,
    findings: &mut Findings<'_>,
) {
    let cycle = shortest_cycle(start, group, edges);
    let Some(first) = cycle.first() else { return };
    let label = |edge: &Edge| {
        let table = &unresolved.tables[edge.from];
        format!(
            "{}.{}",
            table.model(),
            table.foreign_keys[edge.reference].value.relation
        )
    };
    let mut way: Vec<String> = cycle.iter().map(label).collect();
    way.push(unresolved.tables[start].model().to_owned());
    let location = |edge: &Edge| unresolved.tables[edge.from].foreign_keys[edge.reference].at;

    let message = format!("no row can ever be inserted: {}", way.join(" → "));
    let mut finding = findings.at(location(first), message);
    // A drawing of more than a few places is not helpful.
    for edge in cycle.iter().skip(1).take(3) {
        finding = finding.also(location(edge), format!("`{}` needs a row too", label(edge)));
    }
    finding.hint(
        "make one of these references nullable with `?`, or `deferrable: true` if every \
        database supports that",
    );
}

/// The shortest path from the table back to it.
fn shortest_cycle(start: usize, group: &[usize], edges: &[Vec<Edge>]) -> Vec<Edge> {
    let member = |table: usize| group.binary_search(&table).ok();
    let mut came_by: Vec<Option<Edge>> = vec![None; group.len()];
    let mut queue = VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for edge in &edges[node] {
            let Some(member) = member(edge.to) else {
                continue;
            };
            if came_by[member].is_none() {
                came_by[member] = Some(*edge);
                if edge.to == start {
                    queue.clear();
                    break;
                }
                queue.push_back(edge.to);
            }
        }
    }
    let mut cycle: Vec<Edge> = Vec::new();
    let mut node = start;
    while let Some(edge) = member(node).and_then(|member| came_by[member]) {
        cycle.push(edge);
        node = edge.from;
        if node == start {
            break;
        }
    }
    cycle.reverse();
    cycle
}
