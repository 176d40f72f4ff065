//! JSON text in, JSON text out, for a hundred thousand services.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use whorunsit::facade;

const SERVICES: usize = 100_000;

fn call(criterion: &mut Criterion) {
    let text = whorunsit_benches::portfolio(SERVICES);
    let mut group = criterion.benchmark_group("facade");
    group.throughput(Throughput::Elements(SERVICES as u64));
    group
        .sampling_mode(SamplingMode::Flat)
        .sample_size(10)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(8));
    for command in facade::COMMANDS {
        group.bench_function(command, |bencher| {
            bencher.iter(|| facade::call(command, black_box(text.as_bytes()), ""));
        });
    }
    group.finish();
}

criterion_group!(benches, call);
criterion_main!(benches);
