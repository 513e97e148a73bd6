//! Suggestions for misspelled words.

/// The candidate with the most similar spelling, if one is similar.
///
/// Case is ignored. Of equally similar candidates, the first one is returned.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = folded(word);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let letters = folded(candidate);
        // A third of the letters may be wrong: beyond that, a suggestion confuses more than it
        // helps.
        let limit = (word.len().max(letters.len()) / 3).max(1);
        if word.len().abs_diff(letters.len()) > limit {
            continue;
        }
        let distance = distance(&word, &letters);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.filter(|_| !word.is_empty()).map(|(_, name)| name)
}

fn folded(word: &str) -> Vec<char> {
    word.chars().flat_map(char::to_lowercase).collect()
}

/// The number of letters that have to be inserted, removed, replaced or exchanged with their
/// neighbour.
fn distance(from: &[char], to: &[char]) -> usize {
    let mut before_last = vec![0; to.len() + 1];
    let mut last: Vec<usize> = (0..=to.len()).collect();
    for (row, &letter) in from.iter().enumerate() {
        let mut current = Vec::with_capacity(to.len() + 1);
        current.push(row + 1);
        for (column, &other) in to.iter().enumerate() {
            let replaced = last[column] + usize::from(letter != other);
            let removed = last[column + 1] + 1;
            let inserted = current[column] + 1;
            let mut least = replaced.min(removed).min(inserted);
            let swapped =
                row > 0 && column > 0 && letter == to[column - 1] && from[row - 1] == other;
            if swapped {
                least = least.min(before_last[column - 1] + 1);
            }
            current.push(least);
        }
        before_last = std::mem::replace(&mut last, current);
    }
    last[to.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    fn of(word: &str) -> Option<&'static str> {
        nearest(
            word,
            ["string", "text", "unique", "primary_key", "id"].into_iter(),
        )
    }

    #[test]
    fn forgives_slips_of_the_finger() {
        assert_eq!(of("srting"), Some("string"));
        assert_eq!(of("STRING"), Some("string"));
        assert_eq!(of("uniqe"), Some("unique"));
        assert_eq!(of("primarykey"), Some("primary_key"));
        assert_eq!(of("txt"), Some("text"));
        assert_eq!(of("idd"), Some("id"));
    }

    #[test]
    fn suggests_nothing_for_another_word() {
        assert_eq!(of("colour"), None);
        assert_eq!(of(""), None);
        assert_eq!(of("x"), None);
    }

    #[test]
    fn a_swap_of_neighbours_is_one_slip() {
        assert_eq!(nearest("form", ["from", "for"].into_iter()), Some("from"));
        assert_eq!(nearest("ba", ["ab"].into_iter()), Some("ab"));
    }
}
