//! The tree of one file, as YAML reads it.
//!
//! It keeps what a map type would lose: the order, repeated keys, and a number for every node, by
//! which its position in the text is found again for a report.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess};
use serde::de::{VariantAccess, Visitor};

use super::report::Report;
use super::shapes::At;

/// A key, a value or an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub at: At,
    pub kind: NodeKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    Null,
    Bool(bool),
    Integer(i128),
    Float(f64),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
    /// Content that the language never allows, which is already reported.
    Broken,
}

impl Node {
    /// A description of the node, as the end of a sentence: `found …`.
    pub fn found(&self) -> String {
        match &self.kind {
            NodeKind::Null => "nothing".to_owned(),
            NodeKind::Bool(value) => format!("the boolean `{value}`"),
            NodeKind::Integer(value) => format!("the number `{value}`"),
            NodeKind::Float(value) => format!("the number `{value:?}`"),
            NodeKind::Text(text) => format!("the text `{}`", shortened(text)),
            NodeKind::List(_) => "a list".to_owned(),
            NodeKind::Map(_) => "a mapping".to_owned(),
            NodeKind::Broken => "what is not allowed".to_owned(),
        }
    }
}

/// The beginning of a string's first line, enough to recognise it in a message.
pub fn shortened(text: &str) -> String {
    const LENGTH: usize = 40;
    let line = text.lines().next().unwrap_or_default();
    let mut short: String = line.chars().take(LENGTH).collect();
    if short.len() < text.trim_end().len() {
        short.push('…');
    }
    short
}

/// Reads a whole file, and reports content that the language never allows: tags and NUL characters.
pub fn read(
    file: u32,
    text: &str,
    report: &mut Report,
) -> Result<Node, (serde_yaml::Error, Option<Refusal>)> {
    let mut walk = Walk::new(file, text);
    let result = walk.run(text);
    for (at, forbidden) in walk.forbidden {
        forbidden.report(at, report);
    }
    result.map_err(|error| (error, walk.refusal))
}

/// The reason why a walk stopped, if it was not an error of YAML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It had to stop at this node.
    Stop,
    /// Aliases repeat so much that the tree would be far larger than the file.
    TooManyNodes,
}

/// One pass over a file, which counts the nodes.
///
/// Finding a node again needs the same count as the first pass, so no other code counts.
pub struct Walk {
    file: u32,
    next: u32,
    limit: u32,
    /// The remaining number of bytes of text: an alias may repeat a long one.
    bytes_left: usize,
    stop_at: Option<u32>,
    /// The text of the node where the walk stopped, if it is a text.
    pub stopped_at_text: Option<String>,
    refusal: Option<Refusal>,
    forbidden: Vec<(At, Forbidden)>,
}

impl Walk {
    pub fn new(file: u32, text: &str) -> Self {
        // Without aliases, the number of nodes is at most twice the number of bytes.
        let limit = u32::try_from(text.len())
            .unwrap_or(u32::MAX)
            .saturating_mul(8)
            .saturating_add(1024);
        Walk {
            file,
            next: 0,
            limit,
            bytes_left: text.len().saturating_mul(8).saturating_add(1 << 20),
            stop_at: None,
            stopped_at_text: None,
            refusal: None,
            forbidden: Vec::new(),
        }
    }

    /// A walk that fails at a node, so that the error contains its position.
    pub fn stopping_at(at: At, text: &str) -> Self {
        let mut walk = Walk::new(at.file, text);
        walk.stop_at = Some(at.node);
        walk
    }

    pub fn run(&mut self, text: &str) -> Result<Node, serde_yaml::Error> {
        self.run_document(serde_yaml::Deserializer::from_str(text))
    }

    /// Reads one of several documents in a file.
    pub fn run_document(
        &mut self,
        document: serde_yaml::Deserializer<'_>,
    ) -> Result<Node, serde_yaml::Error> {
        NodeSeed { walk: self }.deserialize(document)
    }

    fn forbidden(&mut self, at: At, forbidden: Forbidden) {
        self.forbidden.push((at, forbidden));
    }
}

/// Content that the language never allows.
enum Forbidden {
    Tag(String),
    Nul,
    HugeInteger,
}

impl Forbidden {
    fn report(self, at: At, report: &mut Report) {
        match self {
            Forbidden::Tag(tag) => report
                .error(at, format!("the YAML tag `!{tag}` is not supported"))
                .hint(format!(
                    "remove it, or put quotes around a text that begins with `!`: `\"!{tag} …\"`"
                )),
            Forbidden::Nul => report
                .error(
                    at,
                    "this text contains a NUL character, which databases do not accept",
                )
                .hint("remove the `\\0`"),
            Forbidden::HugeInteger => report
                .error(at, "this number is too large for every type")
                .hint("put quotes around it if it is a text"),
        };
    }
}

struct NodeSeed<'w> {
    walk: &'w mut Walk,
}

impl<'de> DeserializeSeed<'de> for NodeSeed<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        let walk = self.walk;
        let at = At {
            file: walk.file,
            node: walk.next,
        };
        walk.next = walk.next.saturating_add(1);
        if walk.stop_at == Some(at.node) {
            walk.refusal = Some(Refusal::Stop);
            return deserializer.deserialize_any(StopVisitor { walk });
        }
        if at.node >= walk.limit {
            walk.refusal = Some(Refusal::TooManyNodes);
            return deserializer.deserialize_any(StopVisitor { walk });
        }
        deserializer.deserialize_any(NodeVisitor { walk, at })
    }
}

struct NodeVisitor<'w> {
    walk: &'w mut Walk,
    at: At,
}

impl NodeVisitor<'_> {
    fn node(&self, kind: NodeKind) -> Node {
        Node { at: self.at, kind }
    }
}

impl<'de> Visitor<'de> for NodeVisitor<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(self.node(NodeKind::Null))
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(self.node(NodeKind::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(self.node(NodeKind::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(self.node(NodeKind::Integer(value.into())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(self.node(NodeKind::Integer(value.into())))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Node, E> {
        Ok(self.node(NodeKind::Integer(value)))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Node, E> {
        match i128::try_from(value) {
            Ok(value) => Ok(self.node(NodeKind::Integer(value))),
            Err(_) => {
                self.walk.forbidden(self.at, Forbidden::HugeInteger);
                Ok(self.node(NodeKind::Broken))
            }
        }
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(self.node(NodeKind::Float(value)))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Node, E> {
        let Some(left) = self.walk.bytes_left.checked_sub(text.len()) else {
            self.walk.refusal = Some(Refusal::TooManyNodes);
            return Err(E::custom("the end of the walk"));
        };
        self.walk.bytes_left = left;
        if text.contains('\0') {
            self.walk.forbidden(self.at, Forbidden::Nul);
            return Ok(self.node(NodeKind::Broken));
        }
        Ok(self.node(NodeKind::Text(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(NodeSeed { walk: self.walk })? {
            items.push(item);
        }
        Ok(self.node(NodeKind::List(items)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key_seed(NodeSeed { walk: self.walk })? {
            let value = map.next_value_seed(NodeSeed { walk: self.walk })?;
            entries.push((key, value));
        }
        Ok(self.node(NodeKind::Map(entries)))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Node, A::Error> {
        let (tag, value) = tagged.variant::<String>()?;
        self.walk.forbidden(self.at, Forbidden::Tag(tag));
        let mut node = value.newtype_variant_seed(TaggedSeed(self))?;
        // The content of a list or a mapping is checked further; the intention of a text is
        // unknown.
        match node.kind {
            NodeKind::List(_) | NodeKind::Map(_) | NodeKind::Broken => {}
            NodeKind::Null
            | NodeKind::Bool(_)
            | NodeKind::Integer(_)
            | NodeKind::Float(_)
            | NodeKind::Text(_) => node.kind = NodeKind::Broken,
        }
        Ok(node)
    }
}

/// The value after a tag: the same node, not another one.
struct TaggedSeed<'w>(NodeVisitor<'w>);

impl<'de> DeserializeSeed<'de> for TaggedSeed<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self.0)
    }
}

/// Fails at any value: `serde_yaml` adds the position to the error.
struct StopVisitor<'w> {
    walk: &'w mut Walk,
}

impl<'de> Visitor<'de> for StopVisitor<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the end of the walk")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Node, E> {
        self.walk.stopped_at_text = Some(text.to_owned());
        Err(E::custom("the end of the walk"))
    }
}
