//! The effects on a row when the referenced row is deleted or changes its key.

use tablewright::{Connection, Database, Dialect, Result};
use tablewright_test_conformance::models::references::*;
use tablewright_test_conformance::models::two;
use tablewright_test_conformance::{everywhere, on};

use crate::check::{Broken, broken, rule, said};

everywhere!(references:
    on_delete_no_action,
    on_delete_restrict,
    on_delete_cascade,
    on_delete_set_null,
    on_update_no_action,
    on_update_restrict,
    on_update_cascade,
    on_update_set_null,
    references_of_several_columns,
    a_cascade_goes_on,
    a_cascade_that_is_stopped_does_nothing,
    rows_that_refer_to_each_other_go_together,
    short_chains_go_together,
    long_chains_go_together,
    chains_are_cut,
    circles,
);

on!([sqlite, postgres] two:
    on_delete_set_default,
    on_update_set_default,
    a_changed_key_within_a_table,
);

/// The reference that keeps a row.
fn by(table: &str, column: &str) -> Broken {
    rule(
        "foreign key",
        table,
        &[column],
        &format!("fk_{table}_{column}"),
    )
}

async fn on_delete_no_action(db: &Database) -> Result<()> {
    let parent = Parent::insert(NewParent { code: 1 }).one(db).await?;
    let child = DeleteNoAction::insert(NewDeleteNoAction {})
        .set(DeleteNoAction::PARENT_ID, parent.id)
        .one(db)
        .await?;
    assert_eq!(
        broken(parent.delete(db).await),
        by("delete_no_actions", "parent_id")
    );
    assert_eq!(
        broken(Parent::all().delete().execute(db).await),
        by("delete_no_actions", "parent_id")
    );
    assert_eq!(DeleteNoAction::find(child.id).one(db).await?, child);
    child.delete(db).await?;
    parent.delete(db).await
}

async fn on_delete_restrict(db: &Database) -> Result<()> {
    let parent = Parent::insert(NewParent { code: 1 }).one(db).await?;
    let child = DeleteRestrict::insert(NewDeleteRestrict {})
        .set(DeleteRestrict::PARENT_ID, parent.id)
        .one(db)
        .await?;
    assert_eq!(
        broken(parent.delete(db).await),
        by("delete_restricts", "parent_id")
    );
    assert_eq!(
        broken(Parent::all().delete().execute(db).await),
        by("delete_restricts", "parent_id")
    );
    assert_eq!(DeleteRestrict::find(child.id).one(db).await?, child);
    child.delete(db).await?;
    parent.delete(db).await
}

async fn on_delete_cascade(db: &Database) -> Result<()> {
    let parent = Parent::insert(NewParent { code: 1 }).one(db).await?;
    let other = Parent::insert(NewParent { code: 2 }).one(db).await?;
    for _ in 0..3 {
        DeleteCascade::insert(NewDeleteCascade {})
            .set(DeleteCascade::PARENT_ID, parent.id)
            .one(db)
            .await?;
    }
    let left = [
        DeleteCascade::insert(NewDeleteCascade {})
            .set(DeleteCascade::PARENT_ID, other.id)
            .one(db)
            .await?,
        DeleteCascade::insert(NewDeleteCascade {}).one(db).await?,
    ];
    // Only rows that it deletes itself are counted.
    assert_eq!(Parent::find(parent.id).delete().execute(db).await?, 1);
    assert_eq!(DeleteCascade::all().all(db).await?, left);
    Ok(())
}

async fn on_delete_set_null(db: &Database) -> Result<()> {
    let parent = Parent::insert(NewParent { code: 1 }).one(db).await?;
    let child = DeleteSetNull::insert(NewDeleteSetNull {})
        .set(DeleteSetNull::PARENT_ID, parent.id)
        .one(db)
        .await?;
    parent.delete(db).await?;
    assert_eq!(DeleteSetNull::find(child.id).one(db).await?.parent_id, None);
    Ok(())
}

async fn on_update_no_action(db: &Database) -> Result<()> {
    let mut parent = Parent::insert(NewParent { code: 1 }).one(db).await?;
    let child = UpdateNoAction::insert(NewUpdateNoAction {})
        .set(UpdateNoAction::PARENT_CODE, 1)
        .one(db)
        .await?;
    parent.save(db).await?;
    parent.code = 2;
    assert_eq!(
        broken(parent.save(db).await),
        by("update_no_actions", "parent_code")
    );
    assert_eq!(Parent::find(parent.id).one(db).await?.code, 1);
    child.delete(db).await?;
    parent.save(db).await
}

async fn on_update_restrict(db: &Database) -> Result<()> {
    let mut parent = Parent::insert(NewParent { code: 1 }).one(db).await?;
    let child = UpdateRestrict::insert(NewUpdateRestrict {})
        .set(UpdateRestrict::PARENT_CODE, 1)
        .one(db)
        .await?;
    parent.save(db).await?;
    parent.code = 2;
    assert_eq!(
        broken(parent.save(db).await),
        by("update_restricts", "parent_code")
    );
    assert_eq!(Parent::find(parent.id).one(db).await?.code, 1);
    child.delete(db).await?;
    parent.save(db).await
}

async fn on_update_cascade(db: &Database) -> Result<()> {
    let mut parent = Parent::insert(NewParent { code: 1 }).one(db).await?;
    let child = UpdateCascade::insert(NewUpdateCascade {})
        .set(UpdateCascade::PARENT_CODE, 1)
        .one(db)
        .await?;
    parent.code = 2;
    parent.save(db).await?;
    assert_eq!(
        UpdateCascade::find(child.id).one(db).await?.parent_code,
        Some(2)
    );
    assert_eq!(
        broken(parent.delete(db).await),
        by("update_cascades", "parent_code")
    );
    Ok(())
}

async fn on_update_set_null(db: &Database) -> Result<()> {
    let mut parent = Parent::insert(NewParent { code: 1 }).one(db).await?;
    let child = UpdateSetNull::insert(NewUpdateSetNull {})
        .set(UpdateSetNull::PARENT_CODE, 1)
        .one(db)
        .await?;
    parent.save(db).await?;
    assert_eq!(
        UpdateSetNull::find(child.id).one(db).await?,
        child,
        "nothing changed"
    );
    parent.code = 2;
    parent.save(db).await?;
    assert_eq!(
        UpdateSetNull::find(child.id).one(db).await?.parent_code,
        None
    );
    Ok(())
}

async fn references_of_several_columns(db: &Database) -> Result<()> {
    let page = Page::insert(NewPage { book: 7, number: 1 }).one(db).await?;
    Page::insert(NewPage { book: 7, number: 2 }).one(db).await?;
    Line::insert(NewLine {
        note: "gone".into(),
    })
    .set(Line::BOOK, 7)
    .set(Line::NUMBER, 1)
    .one(db)
    .await?;
    let left = [
        Line::insert(NewLine {
            note: "other".into(),
        })
        .set(Line::BOOK, 7)
        .set(Line::NUMBER, 2)
        .one(db)
        .await?,
        Line::insert(NewLine {
            note: "half".into(),
        })
        .set(Line::BOOK, 7)
        .one(db)
        .await?,
        Line::insert(NewLine {
            note: "half".into(),
        })
        .set(Line::NUMBER, 1)
        .one(db)
        .await?,
    ];
    page.delete(db).await?;
    assert_eq!(Line::all().all(db).await?, left);
    Ok(())
}

async fn a_cascade_goes_on(db: &Database) -> Result<()> {
    let parent = Parent::insert(NewParent { code: 1 }).one(db).await?;
    let child = DeleteCascade::insert(NewDeleteCascade {})
        .set(DeleteCascade::PARENT_ID, parent.id)
        .one(db)
        .await?;
    Grandchild::insert(NewGrandchild { child_id: child.id })
        .one(db)
        .await?;
    parent.delete(db).await?;
    assert_eq!(DeleteCascade::all().count(db).await?, 0);
    assert_eq!(Grandchild::all().count(db).await?, 0);
    Ok(())
}

async fn a_cascade_that_is_stopped_does_nothing(db: &Database) -> Result<()> {
    let parent = Parent::insert(NewParent { code: 1 }).one(db).await?;
    let child = DeleteCascade::insert(NewDeleteCascade {})
        .set(DeleteCascade::PARENT_ID, parent.id)
        .one(db)
        .await?;
    DeleteSetNull::insert(NewDeleteSetNull {})
        .set(DeleteSetNull::PARENT_ID, parent.id)
        .one(db)
        .await?;
    let guard = DeleteRestrict::insert(NewDeleteRestrict {})
        .set(DeleteRestrict::PARENT_ID, parent.id)
        .one(db)
        .await?;
    assert_eq!(
        broken(parent.delete(db).await),
        by("delete_restricts", "parent_id")
    );
    assert_eq!(DeleteCascade::find(child.id).one(db).await?, child);
    assert_eq!(
        DeleteSetNull::all().one(db).await?.parent_id,
        Some(parent.id)
    );
    guard.delete(db).await?;
    parent.delete(db).await
}

/// Whether the database checks each row by itself and limits the length of a cascade, as InnoDB
/// does.
fn row_by_row(db: &Database) -> bool {
    matches!(db.dialect(), Dialect::Mysql | Dialect::Mariadb)
}

/// A statement that deletes both ends of a reference leaves none dangling, which InnoDB does not
/// see.
async fn rows_that_refer_to_each_other_go_together(db: &Database) -> Result<()> {
    let root = Node::insert(NewNode {}).one(db).await?;
    let child = Node::insert(NewNode {})
        .set(Node::PARENT_ID, root.id)
        .one(db)
        .await?;
    assert_eq!(broken(root.delete(db).await), by("nodes", "parent_id"));
    let deleted = Node::all().delete().execute(db).await;
    if row_by_row(db) {
        assert_eq!(broken(deleted), by("nodes", "parent_id"));
        assert_eq!(Node::all().count(db).await?, 2);
        child.delete(db).await?;
        root.delete(db).await?;
    } else {
        assert_eq!(deleted?, 2);
    }
    // A row that refers to itself can be deleted.
    let mut itself = Node::insert(NewNode {})
        .set(Node::ID, 7)
        .set(Node::PARENT_ID, 7)
        .one(db)
        .await?;
    if row_by_row(db) {
        assert_eq!(broken(itself.delete(db).await), by("nodes", "parent_id"));
        itself.parent_id = None;
        itself.save(db).await?;
    }
    itself.delete(db).await?;
    let itself = Branch::insert(NewBranch {})
        .set(Branch::ID, 7)
        .set(Branch::PARENT_ID, 7)
        .one(db)
        .await?;
    itself.delete(db).await?;
    let itself = Leaf::insert(NewLeaf {})
        .set(Leaf::ID, 7)
        .set(Leaf::NEXT_ID, 7)
        .one(db)
        .await?;
    itself.delete(db).await
}

async fn short_chains_go_together(db: &Database) -> Result<()> {
    let root = branches(db, 14).await?;
    root.delete(db).await?;
    assert_eq!(Branch::all().count(db).await?, 0);
    branches(db, 3).await?;
    Branch::all().delete().execute(db).await?;
    assert_eq!(Branch::all().count(db).await?, 0);
    Ok(())
}

/// A cascade of InnoDB is limited to fifteen rows.
async fn long_chains_go_together(db: &Database) -> Result<()> {
    let root = branches(db, 50).await?;
    let deleted = root.delete(db).await;
    if row_by_row(db) {
        let message = said(deleted);
        assert!(message.contains("15"), "{message}");
        assert!(!message.contains("tablewright_test"), "{message}");
        assert_eq!(Branch::all().count(db).await?, 51);
    } else {
        deleted?;
        assert_eq!(Branch::all().count(db).await?, 0);
    }
    Ok(())
}

/// A row, and this number of rows that each refer to the one before.
async fn branches(db: &Database, number: usize) -> Result<Branch> {
    let root = Branch::insert(NewBranch {}).one(db).await?;
    let mut last = root.id;
    for _ in 0..number {
        last = Branch::insert(NewBranch {})
            .set(Branch::PARENT_ID, last)
            .one(db)
            .await?
            .id;
    }
    Ok(root)
}

async fn chains_are_cut(db: &Database) -> Result<()> {
    let last = Leaf::insert(NewLeaf {}).one(db).await?;
    let middle = Leaf::insert(NewLeaf {})
        .set(Leaf::NEXT_ID, last.id)
        .one(db)
        .await?;
    let first = Leaf::insert(NewLeaf {})
        .set(Leaf::NEXT_ID, middle.id)
        .one(db)
        .await?;
    middle.delete(db).await?;
    assert_eq!(Leaf::find(first.id).one(db).await?.next_id, None);
    assert_eq!(Leaf::find(last.id).one(db).await?, last);
    Ok(())
}

async fn circles(db: &Database) -> Result<()> {
    let mut chicken = Chicken::insert(NewChicken {}).one(db).await?;
    let egg = Egg::insert(NewEgg {
        layer_id: chicken.id,
    })
    .one(db)
    .await?;
    chicken.from_id = Some(egg.id);
    chicken.save(db).await?;
    egg.delete(db).await?;
    assert_eq!(Chicken::find(chicken.id).one(db).await?.from_id, None);
    let egg = Egg::insert(NewEgg {
        layer_id: chicken.id,
    })
    .one(db)
    .await?;
    chicken.from_id = Some(egg.id);
    chicken.save(db).await?;
    chicken.delete(db).await?;
    assert_eq!(Egg::all().count(db).await?, 0);
    Ok(())
}

async fn on_delete_set_default(db: &Database) -> Result<()> {
    two::Node::insert(two::NewNode { id: 0 }).one(db).await?;
    let node = two::Node::insert(two::NewNode { id: 1 }).one(db).await?;
    let child = two::DeleteSetDefault::insert(two::NewDeleteSetDefault {})
        .set(two::DeleteSetDefault::NODE_ID, 1)
        .one(db)
        .await?;
    node.delete(db).await?;
    assert_eq!(
        two::DeleteSetDefault::find(child.id).one(db).await?.node_id,
        Some(0)
    );
    let last = two::Node::find(0).one(db).await?;
    assert!(
        last.delete(db)
            .await
            .is_err_and(|error| error.is_foreign_key())
    );
    Ok(())
}

/// InnoDB would treat it as `restrict`, so models for MySQL and MariaDB cannot have it.
async fn a_changed_key_within_a_table(db: &Database) -> Result<()> {
    let mut first = two::Twig::insert(two::NewTwig { code: 1 }).one(db).await?;
    let second = two::Twig::insert(two::NewTwig { code: 2 })
        .set(two::Twig::NEXT_CODE, 1)
        .one(db)
        .await?;
    first.code = 7;
    first.save(db).await?;
    let second = two::Twig::find(second.id).one(db).await?;
    assert_eq!(second.next_code, Some(7));
    Ok(())
}

async fn on_update_set_default(db: &Database) -> Result<()> {
    two::Code::insert(two::NewCode { code: 0 }).one(db).await?;
    let mut code = two::Code::insert(two::NewCode { code: 1 }).one(db).await?;
    let child = two::UpdateSetDefault::insert(two::NewUpdateSetDefault {})
        .set(two::UpdateSetDefault::SOURCE_CODE, 1)
        .one(db)
        .await?;
    code.code = 2;
    code.save(db).await?;
    assert_eq!(
        two::UpdateSetDefault::find(child.id)
            .one(db)
            .await?
            .source_code,
        Some(0)
    );
    Ok(())
}
