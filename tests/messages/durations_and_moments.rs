use messages::models::*;
use std::time::Duration;

fn main() {
    let hour = Duration::from_secs(3600);
    let _ = Shift::LASTS + 5;
    let _ = Shift::LASTS * 2;
    let _ = Shift::LASTS.avg();
    let _ = Shift::filter(Shift::LASTS.gt(60));
    let _ = Shift::filter(Shift::LASTS.gt(hour));
    let _ = Shift::update(ShiftId::new(1)).set(Shift::LASTS, "1h 30m");
    let _ = Shift::BEGINS + 5;
    let _ = Shift::BEGINS + hour;
    let _ = Shift::BEGINS - hour;
    let _ = Shift::BEGINS - Shift::DAY;
    let _ = Shift::ENDS - Shift::ID;
    let _ = Shift::DAY - Shift::LASTS;
    let _ = (Shift::ENDS - Shift::BEGINS).gt(60);
    let _ = Shift::DAY + hour;
    let _ = Shift::DAY.duration_since(Shift::BEGINS);
    let _ = Shift::BEGINS.duration_since(Shift::DAY);
    let _ = Shift::BEGINS.duration_since(Post::ID);
}
