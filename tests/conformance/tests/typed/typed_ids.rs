//! Keys with their own types.

use std::collections::HashMap;

use tablewright::jiff::civil::Date;
use tablewright::uuid::Uuid;
use tablewright::{Database, Id, Result, sql};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::typed_ids::{
    Document, DocumentId, Holiday, Item, ItemId, NewDocument, NewHoliday, NewItem, NewOrder,
    NewProfile, NewSmall, NewUser, Order, Profile, Small, SmallId, User, UserId,
};

everywhere!(typed_ids:
    rows_are_found_by_their_keys,
    references_have_the_type_of_the_key,
    keys_are_compared_selected_and_sorted,
    keys_of_every_type_go_there_and_back,
    keys_of_several_fields_are_made_of_others,
    raw_sql_knows_them,
);

async fn rows_are_found_by_their_keys(db: &Database) -> Result<()> {
    let ada = User::insert(NewUser { name: "Ada".into() }).one(db).await?;
    let id: UserId = ada.id;
    assert_eq!(User::find(id).one(db).await?, ada);
    assert_eq!(User::find(UserId::new(-1)).optional(db).await?, None);
    let given = User::insert(NewUser { name: "Bob".into() })
        .set(User::ID, UserId::new(70))
        .one(db)
        .await?;
    assert_eq!(given.id, 70.into());
    User::update(id).set(User::NAME, "Ada L.").one(db).await?;
    let mut again = User::find(id).one(db).await?;
    assert_eq!(again.name, "Ada L.");
    again.name = "Ada".to_owned();
    again.save(db).await?;
    again.delete(db).await?;
    assert_eq!(User::all().count(db).await?, 1);
    Ok(())
}

async fn references_have_the_type_of_the_key(db: &Database) -> Result<()> {
    let ada = User::insert(NewUser { name: "Ada".into() }).one(db).await?;
    let bob = User::insert(NewUser { name: "Bob".into() })
        .set(User::BEST_FRIEND_ID, ada.id)
        .one(db)
        .await?;
    assert_eq!(bob.best_friend_id, Some(ada.id));
    let found = User::find_by_best_friend_id(ada.id).one(db).await?;
    assert_eq!(found.id, bob.id);
    // The key of a profile is that of its user.
    let profile = Profile::insert(NewProfile { user_id: ada.id })
        .set(Profile::BIO, "…")
        .one(db)
        .await?;
    let user: UserId = profile.user_id;
    assert_eq!(User::find(user).one(db).await?, ada);
    assert_eq!(Profile::find(ada.id).one(db).await?, profile);
    Ok(())
}

async fn keys_are_compared_selected_and_sorted(db: &Database) -> Result<()> {
    let mut ids = Vec::new();
    for name in ["a", "b", "c"] {
        ids.push(
            User::insert(NewUser { name: name.into() })
                .one(db)
                .await?
                .id,
        );
    }
    let found = User::filter(User::ID.in_(ids[1..].iter().copied()));
    assert_eq!(found.count(db).await?, 2);
    let filter = User::ID.eq(ids[0]) & User::BEST_FRIEND_ID.eq(None);
    assert_eq!(User::filter(filter).one(db).await?.name, "a");
    let filter = User::BEST_FRIEND_ID.ne(User::ID) | User::ID.gt(ids[0]);
    assert_eq!(User::filter(filter).count(db).await?, 2);
    let set = User::update(ids[0]).set(User::BEST_FRIEND_ID, ids[2]);
    assert!(set.one(db).await.is_ok());
    let pairs = User::all().order_by(User::ID.desc()).select((
        User::ID,
        User::BEST_FRIEND_ID,
        User::ID.max(),
    ));
    let pairs = pairs.group_by((User::ID, User::BEST_FRIEND_ID)).all(db);
    let expected = [
        (ids[2], None, Some(ids[2])),
        (ids[1], None, Some(ids[1])),
        (ids[0], Some(ids[2]), Some(ids[0])),
    ];
    assert_eq!(pairs.await?, expected);
    let page = User::all().page(None, 2).all(db).await?;
    let rest = User::all().page(page.next.as_deref(), 2).all(db).await?;
    assert_eq!(
        rest.rows.iter().map(|user| user.id).collect::<Vec<_>>(),
        ids[2..]
    );
    let by_id: HashMap<UserId, String> = User::all()
        .all(db)
        .await?
        .into_iter()
        .map(|user| (user.id, user.name))
        .collect();
    assert_eq!(by_id[&ids[1]], "b");
    Ok(())
}

async fn keys_of_every_type_go_there_and_back(db: &Database) -> Result<()> {
    let item = Item::insert(NewItem {
        sku: "A-1".into(),
        label: "a thing".into(),
    })
    .one(db)
    .await?;
    let sku: ItemId = item.sku.clone();
    assert_eq!(Item::find(&sku).one(db).await?, item);
    assert_eq!(Item::filter(Item::SKU.eq(sku)).count(db).await?, 1);
    // The limit of the column holds.
    assert!(
        Item::insert(NewItem {
            sku: "0123456789abc".into(),
            label: "".into()
        })
        .one(db)
        .await
        .is_err()
    );
    let mut renamed = item.clone();
    renamed.label = "another".to_owned();
    renamed.save(db).await?;

    let counted = Document::insert(NewDocument {
        title: "counted".into(),
    })
    .one(db)
    .await?;
    assert_eq!(Document::find(counted.id).one(db).await?, counted);
    let id = DocumentId::new(Uuid::from_u128(7));
    let given = Document::insert(NewDocument {
        title: "given".into(),
    })
    .set(Document::ID, id)
    .one(db)
    .await?;
    assert_eq!(given.id, id);

    let small = Small::insert(NewSmall {})
        .set(Small::ID, SmallId::new(5))
        .one(db)
        .await?;
    assert_eq!(Small::find(5.into()).one(db).await?, small);

    let day = Date::constant(2024, 2, 29);
    Holiday::insert(NewHoliday {
        day,
        name: "none".into(),
    })
    .one(db)
    .await?;
    assert_eq!(Holiday::find(day).one(db).await?.name, "none");
    Ok(())
}

async fn keys_of_several_fields_are_made_of_others(db: &Database) -> Result<()> {
    let ada = User::insert(NewUser { name: "Ada".into() }).one(db).await?;
    let item = Item::insert(NewItem {
        sku: "A-1".into(),
        label: "a thing".into(),
    })
    .one(db)
    .await?;
    let page = Document::insert(NewDocument {
        title: "page".into(),
    })
    .one(db)
    .await?;
    let order = Order::insert(NewOrder {
        buyer_id: ada.id,
        item_sku: item.sku.clone(),
        number: 1,
    })
    .set(Order::DOCUMENT_ID, page.id)
    .one(db)
    .await?;
    let found = Order::find(ada.id, &item.sku, 1).one(db).await?;
    assert_eq!(found, order);
    assert_eq!(found.document_id, Some(page.id));
    found.delete(db).await?;
    Ok(())
}

async fn raw_sql_knows_them(db: &Database) -> Result<()> {
    let ada = User::insert(NewUser { name: "Ada".into() }).one(db).await?;
    let bob = User::insert(NewUser { name: "Bob".into() })
        .set(User::BEST_FRIEND_ID, ada.id)
        .one(db)
        .await?;
    let text =
        "select id, best_friend_id from users where id = ? or best_friend_id = ? order by id";
    let pairs = sql::<(UserId, Option<Id<User>>)>(text)
        .bind(bob.id)
        .bind(bob.best_friend_id)
        .all(db);
    assert_eq!(pairs.await?, [(bob.id, Some(ada.id))]);
    assert_eq!(
        sql::<UserId>("select min(id) from users").one(db).await?,
        ada.id
    );
    Ok(())
}
