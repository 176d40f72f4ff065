fn main() {
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut std::io::stdin(), &mut bytes).ok();
    println!("{}", whorunsit::facade::call("recommend", &bytes, "{\"pretty\":true}"));
}
