//! Deciding services that are in memory, from a thousand to a million: the time must be linear in their number.

use std::hint::black_box;
use std::time::Duration;

use criterion::{
    BatchSize, BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main,
};
use whorunsit::{Portfolio, recommend};

fn decide(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("decide");
    for services in [1_000, 10_000, 100_000, 1_000_000] {
        let portfolio = Portfolio::new(whorunsit_benches::file(services)).expect("it is valid");
        group.throughput(Throughput::Elements(services as u64));
        group
            .sampling_mode(SamplingMode::Flat)
            .sample_size(10)
            .warm_up_time(Duration::from_secs(1))
            .measurement_time(Duration::from_secs(6));
        // What is answered is dropped after the measurement: callers keep or drop it when it suits them.
        group.bench_function(BenchmarkId::from_parameter(services), |bencher| {
            let decide = |()| recommend(black_box(&portfolio)).expect("it fits");
            bencher.iter_batched(|| (), decide, BatchSize::PerIteration);
        });
    }
    group.finish();
}

criterion_group!(benches, decide);
criterion_main!(benches);
