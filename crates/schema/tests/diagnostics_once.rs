//! One mistake gives one diagnostic: a correct file with one unreadable part has one error,
//! whatever else depends on that part.

use serde_yaml::value::{Tag, TaggedValue};
use serde_yaml::{Mapping, Value};
use tablewright_schema::yaml::{self, Files};

const FILES: [&str; 2] = [
    include_str!("rich.yaml"),
    include_str!("resolved/everywhere.yaml"),
];

/// Mappings of names that the user chooses.
const NAMED: [&str; 9] = [
    "default",
    "enums",
    "fields",
    "mixins",
    "models",
    "references",
    "relations",
    "sql",
    "types",
];

#[test]
fn an_unreadable_value_is_one_diagnostic() {
    let tagged = Value::Tagged(Box::new(TaggedValue {
        tag: Tag::new("strange"),
        value: Value::String("x".to_owned()),
    }));
    let list = Value::Sequence(vec![Value::Sequence(Vec::new())]);
    let map = serde_yaml::from_str("{ 7: {} }").expect("it is YAML");
    let number = Value::Number(7.5.into());
    let empty = Value::Mapping(Mapping::new());
    let strange = [tagged, list, map, number, empty, Value::Null];
    each_place(|file, path| {
        // An empty value at the position of names is no error: it means no names.
        let is_named = match path.last() {
            Some(Step::Key(key)) => NAMED.contains(&key.as_str()),
            Some(Step::Item(_)) | None => false,
        };
        let is_nothing = |value: &Value| value.is_null() || value == &strange[4];
        let fits = |value: &&Value| !(is_named && is_nothing(value));
        for value in strange.iter().filter(fits) {
            let mut changed = file.clone();
            *at(&mut changed, path) = value.clone();
            is_one_diagnostic_at_most(&changed, path, &format!("{value:?}"));
        }
    });
}

#[test]
fn an_unknown_key_is_one_diagnostic() {
    each_place(|file, path| {
        let Some((Step::Key(key), parents)) = path.split_last() else {
            return;
        };
        if is_name(parents) {
            return;
        }
        for strange in ["zzzz".to_owned(), format!("{key}x")] {
            let mut changed = file.clone();
            rename(at(&mut changed, parents), key, &strange);
            is_one_diagnostic_at_most(&changed, path, &strange);
        }
    });
}

#[test]
fn a_missing_key_is_one_diagnostic() {
    for key in ["type", "values", "create", "through", "to"] {
        each_place(|file, path| match path.split_last() {
            Some((Step::Key(last), parents)) if last == key && !is_name(parents) => {
                let mut changed = file.clone();
                let mapping = at(&mut changed, parents).as_mapping_mut();
                mapping.expect("it has a key").shift_remove(key);
                is_one_diagnostic_at_most(&changed, path, "missing");
            }
            _ => {}
        });
    }
}

/// The way from a value to one in it.
#[derive(Clone, Debug)]
enum Step {
    Key(String),
    Item(usize),
}

/// Calls `try_it` with every file and every place in it.
fn each_place(try_it: impl Fn(&Value, &[Step])) {
    for file in FILES {
        let file: Value = serde_yaml::from_str(file).expect("it is YAML");
        let mut places = Vec::new();
        collect(&file, &mut Vec::new(), &mut places);
        places.iter().for_each(|path| try_it(&file, path));
    }
}

fn collect(value: &Value, path: &mut Vec<Step>, places: &mut Vec<Vec<Step>>) {
    places.push(path.clone());
    let mut steps = Vec::new();
    match value {
        Value::Mapping(entries) => {
            let keys = entries.iter();
            let text = |key: &Value| key.as_str().map(str::to_owned);
            steps.extend(keys.filter_map(|(key, value)| Some((Step::Key(text(key)?), value))));
        }
        Value::Sequence(items) => {
            let items = items.iter().enumerate();
            steps.extend(items.map(|(position, item)| (Step::Item(position), item)));
        }
        _ => {}
    }
    for (step, value) in steps {
        path.push(step);
        collect(value, path, places);
        path.pop();
    }
}

fn at<'v>(value: &'v mut Value, path: &[Step]) -> &'v mut Value {
    path.iter().fold(value, |value, step| match step {
        Step::Key(key) => &mut value[key.as_str()],
        Step::Item(position) => &mut value[*position],
    })
}

fn rename(mapping: &mut Value, from: &str, to: &str) {
    let mapping = mapping.as_mapping_mut().expect("it has a key");
    let renamed = std::mem::take(mapping).into_iter();
    let name = |key: Value| match key.as_str() == Some(from) {
        true => Value::String(to.to_owned()),
        false => key,
    };
    *mapping = renamed.map(|(key, value)| (name(key), value)).collect();
}

/// Whether the keys of the mapping at that place are names that the user chooses.
fn is_name(parents: &[Step]) -> bool {
    parents
        .iter()
        .any(|step| matches!(step, Step::Key(key) if key == "default"))
        || matches!(parents.last(), Some(Step::Key(key)) if NAMED.contains(&key.as_str()))
            && !matches!(parents, [.., Step::Key(fields), _] if fields == "fields")
}

fn is_one_diagnostic_at_most(file: &Value, path: &[Step], change: &str) {
    let text = serde_yaml::to_string(file).expect("it is YAML again");
    if let Err(mistakes) = yaml::load("models.yaml", &mut OneFile(&text)) {
        let has_place = mistakes.diagnostics()[0].position.is_some();
        assert!(has_place, "{path:?} changed to {change}\n{mistakes}");
        assert_eq!(
            mistakes.len(),
            1,
            "{path:?} changed to {change}\n{mistakes}"
        );
    }
}

struct OneFile<'t>(&'t str);

impl Files for OneFile<'_> {
    fn read(&mut self, _: &str) -> Result<Vec<u8>, String> {
        Ok(self.0.as_bytes().to_vec())
    }

    fn glob(&mut self, _: &str) -> Result<Vec<String>, String> {
        Ok(Vec::new())
    }
}
