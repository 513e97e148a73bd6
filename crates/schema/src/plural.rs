//! English plurals, for the names of tables and of inverse relations.
//!
//! A build script compiles this, so it is only a few rules and lists: the maintained inflection
//! crates depend on a regular-expression engine. A user who wants another plural sets `table:`.

/// The plural of a name in snake case, that is, of its last word.
///
/// A word that ends like a plural stays unchanged.
pub fn plural(name: &str) -> String {
    let (front, word) = name.split_at(name.rfind('_').map_or(0, |underscore| underscore + 1));
    format!("{front}{}", plural_word(word))
}

/// The singular of a name in snake case; the name itself if no rule applies.
pub fn singular(name: &str) -> String {
    let (front, word) = name.split_at(name.rfind('_').map_or(0, |underscore| underscore + 1));
    format!("{front}{}", singular_word(word))
}

/// The word with this plural: a plural is certain, but its singular is a guess.
fn singular_word(word: &str) -> String {
    if UNCHANGED.contains(&word) {
        return word.to_owned();
    }
    let ending = |&(plural, singular): &(&str, &str)| {
        let front = word.strip_suffix(plural)?;
        Some(format!("{front}{singular}"))
    };
    let irregular = IRREGULAR.iter().chain(IRREGULAR_ALONE);
    let irregular = irregular.filter_map(|&(singular, plural)| ending(&(plural, singular)));
    let regular = [("men", "man"), ("ies", "y"), ("ves", "fe"), ("ves", "f")];
    let hissing = word.strip_suffix("es").filter(|front| hisses(front));
    irregular
        .chain(regular.iter().filter_map(ending))
        .chain(hissing.map(str::to_owned))
        .chain(word.strip_suffix('s').map(str::to_owned))
        .find(|singular| singular != word && plural_word(singular) == word)
        .unwrap_or_else(|| word.to_owned())
}

/// `box`, `branch`, `class` and `status`, but not `hous` of `houses`.
fn hisses(front: &str) -> bool {
    let ends = |endings: &[&str]| endings.iter().any(|ending| front.ends_with(ending));
    ends(&["x", "z", "ch", "sh", "ss", "ias"])
        || (ends(&["us"]) && !ends(&["aus", "ous"]) && front.len() > 2)
        || O_TO_OES.contains(&front)
}

fn plural_word(word: &str) -> String {
    irregular(word)
        .or_else(|| by_ending(word))
        .unwrap_or_else(|| format!("{word}s"))
}

/// Words that are the same in the singular and in the plural, or have no plural.
const UNCHANGED: &[&str] = &[
    "aircraft",
    "chassis",
    "data",
    "deer",
    "equipment",
    "feedback",
    "fish",
    "hardware",
    "information",
    "luggage",
    "media",
    "metadata",
    "money",
    "moose",
    "news",
    "police",
    "rice",
    "series",
    "sheep",
    "software",
    "species",
    "staff",
    "swine",
    "traffic",
];

/// Words with an irregular plural, also at the end of a longer word: `salesperson`.
const IRREGULAR: &[(&str, &str)] = &[
    ("bacterium", "bacteria"),
    ("child", "children"),
    ("criterion", "criteria"),
    ("datum", "data"),
    ("foot", "feet"),
    ("goose", "geese"),
    ("index", "indices"),
    ("matrix", "matrices"),
    ("mouse", "mice"),
    ("person", "people"),
    ("phenomenon", "phenomena"),
    ("quiz", "quizzes"),
    ("tooth", "teeth"),
    ("vertex", "vertices"),
];

/// Words with an irregular plural, which are also the end of regular words.
const IRREGULAR_ALONE: &[(&str, &str)] = &[
    ("axis", "axes"),
    ("die", "dice"),
    ("lens", "lenses"),
    ("mongoose", "mongooses"),
    ("ox", "oxen"),
];

/// Words that end in -man without `man`.
const NO_MAN: &[&str] = &[
    "caiman", "german", "human", "norman", "ottoman", "roman", "shaman", "talisman",
];

/// Words in which -f or -fe becomes -ves, also at the end of a longer word: `bookshelf`.
const F_TO_VES: &[&str] = &[
    "calf", "half", "knife", "leaf", "life", "loaf", "scarf", "self", "shelf", "thief", "wife",
    "wolf",
];

/// Words in -o with a plural in -es.
const O_TO_OES: &[&str] = &["echo", "hero", "potato", "tomato", "torpedo", "veto"];

fn irregular(word: &str) -> Option<String> {
    if UNCHANGED.contains(&word) {
        return Some(word.to_owned());
    }
    if let Some((_, plural)) = IRREGULAR_ALONE
        .iter()
        .find(|(singular, _)| word == *singular)
    {
        return Some((*plural).to_owned());
    }
    for (singular, plural) in IRREGULAR {
        if let Some(front) = word.strip_suffix(singular) {
            return Some(format!("{front}{plural}"));
        }
        if word.ends_with(plural) {
            return Some(word.to_owned());
        }
    }
    if word == "men" || word == "women" {
        return Some(word.to_owned());
    }
    let front = word
        .strip_suffix("man")
        .filter(|_| !NO_MAN.contains(&word))?;
    Some(format!("{front}men"))
}

fn by_ending(word: &str) -> Option<String> {
    let last = word.chars().next_back()?;
    // A script without upper and lower case is not English.
    if last.is_alphabetic() && !last.is_lowercase() {
        return Some(word.to_owned());
    }
    if F_TO_VES.iter().any(|singular| word.ends_with(singular)) {
        let front = word.trim_end_matches('e').trim_end_matches('f');
        return Some(format!("{front}ves"));
    }
    if let Some(front) = word.strip_suffix("sis") {
        return Some(format!("{front}ses"));
    }
    if let Some(front) = word.strip_suffix('y').filter(|front| !ends_in_vowel(front)) {
        return Some(format!("{front}ies"));
    }
    if is_plural(word) {
        return Some(word.to_owned());
    }
    let hisses = ["s", "x", "z", "ch", "sh"]
        .iter()
        .any(|ending| word.ends_with(ending));
    (hisses || O_TO_OES.contains(&word)).then(|| format!("{word}es"))
}

/// `settings`, but not `class`, `status`, `iris`, `alias` or `chaos`.
fn is_plural(word: &str) -> bool {
    word.strip_suffix('s')
        .is_some_and(|front| !front.is_empty() && !front.ends_with(['s', 'u', 'i', 'a', 'o']))
}

fn ends_in_vowel(front: &str) -> bool {
    front.is_empty() || front.ends_with(['a', 'e', 'i', 'o', 'u'])
}

#[cfg(test)]
mod tests {
    use super::{plural, singular};

    #[test]
    fn follows_the_rules_of_english() {
        let pairs = [
            ("user", "users"),
            ("category", "categories"),
            ("day", "days"),
            ("class", "classes"),
            ("address", "addresses"),
            ("status", "statuses"),
            ("alias", "aliases"),
            ("box", "boxes"),
            ("branch", "branches"),
            ("dish", "dishes"),
            ("waltz", "waltzes"),
            ("leaf", "leaves"),
            ("bookshelf", "bookshelves"),
            ("knife", "knives"),
            ("roof", "roofs"),
            ("hero", "heroes"),
            ("photo", "photos"),
            ("analysis", "analyses"),
            ("level2", "level2s"),
        ];
        for (singular, expected) in pairs {
            assert_eq!(plural(singular), expected);
        }
    }

    #[test]
    fn knows_the_exceptions() {
        let pairs = [
            ("person", "people"),
            ("salesperson", "salespeople"),
            ("child", "children"),
            ("man", "men"),
            ("woman", "women"),
            ("fireman", "firemen"),
            ("human", "humans"),
            ("mouse", "mice"),
            ("ox", "oxen"),
            ("box", "boxes"),
            ("axis", "axes"),
            ("index", "indices"),
            ("quiz", "quizzes"),
            ("lens", "lenses"),
        ];
        for (singular, expected) in pairs {
            assert_eq!(plural(singular), expected);
        }
    }

    #[test]
    fn leaves_what_has_no_other_plural() {
        for word in [
            "news",
            "series",
            "species",
            "equipment",
            "money",
            "sheep",
            "data",
            "media",
        ] {
            assert_eq!(plural(word), word);
        }
    }

    #[test]
    fn leaves_what_is_a_plural_already() {
        for word in [
            "settings",
            "people",
            "children",
            "indices",
            "men",
            "preferences",
        ] {
            assert_eq!(plural(word), word);
        }
    }

    #[test]
    fn finds_the_singular() {
        let pairs = [
            ("tags", "tag"),
            ("categories", "category"),
            ("days", "day"),
            ("classes", "class"),
            ("houses", "house"),
            ("statuses", "status"),
            ("aliases", "alias"),
            ("databases", "database"),
            ("boxes", "box"),
            ("branches", "branch"),
            ("tables", "table"),
            ("heroes", "hero"),
            ("shoes", "shoe"),
            ("knives", "knife"),
            ("leaves", "leaf"),
            ("people", "person"),
            ("women", "woman"),
            ("indices", "index"),
            ("children", "child"),
            ("data", "data"),
            ("sheep", "sheep"),
            ("blog_posts", "blog_post"),
            ("favorites_of", "favorites_of"),
        ];
        for (name, expected) in pairs {
            assert_eq!(singular(name), expected);
        }
    }

    #[test]
    fn changes_the_last_word_only() {
        assert_eq!(plural("blog_post"), "blog_posts");
        assert_eq!(plural("person_category"), "person_categories");
        assert_eq!(plural("sales_data"), "sales_data");
        assert_eq!(plural("日本"), "日本");
        assert_eq!(plural("café"), "cafés");
    }
}
