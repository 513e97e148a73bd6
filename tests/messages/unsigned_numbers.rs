use messages::models::*;

fn main() {
    let few = 5_i32;
    let _ = Shift::filter(Shift::PEOPLE.gt(few));
    let _ = Shift::filter(Shift::PEOPLE.lt(Shift::LENGTH));
    let _ = Shift::PEOPLE + 1_i64;
    let _ = Shift::PEOPLE + Shift::LENGTH;
    let _ = Shift::update(ShiftId::new(1)).set(Shift::PEOPLE, few);
    let _ = Shift::update(ShiftId::new(1)).set(Shift::PEOPLE, Shift::PEOPLE - few);
    let _ = Shift::PEOPLE.to_double() + few;
}
