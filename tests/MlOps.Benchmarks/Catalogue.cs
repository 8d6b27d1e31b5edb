using MlOps.Benchmarks.Cases;
using MlOps.Benchmarks.Measuring;

namespace MlOps.Benchmarks;

/// <summary>All benchmarks.</summary>
internal static class Catalogue
{
    public static readonly IReadOnlyList<Benchmark> Benchmarks =
    [
        new BulkInsertBenchmark(),
        new TypedBenchmark(),
        new TypedKindsBenchmark(),
        new IndexesBenchmark(),
        new ClientsBenchmark(),
        new HttpBenchmark(),
        new DriftBenchmark(),
        new MonitorsBenchmark(),
        new ParentKeysBenchmark(),
        new SaveChangesBenchmark(),
        new StagedBenchmark(),
        new BoundLoginsBenchmark(),
        new SmallBatchesBenchmark(),
        new ReplayBenchmark(),
        new LanesBenchmark(),
        new OpenBenchmark(),
        new TryWriteBenchmark(),
        new JournalBenchmark(),
        new StoredBenchmark(),
        new LabelsBenchmark(),
        new DrainBenchmark(),
        new ArchiveBenchmark(),
        new ExportBenchmark(),
        new MemoryBenchmark(),
        new GrowthBenchmark(),
        new QueriesBenchmark(),
        new TrainingSetBenchmark(),
        new ImportBenchmark(),
        new TakeoverBenchmark(),
        new ResetBenchmark(),
        new StartBenchmark(),
        new VerbsBenchmark(),
#if BULK_EXTENSIONS
        new BulkExtensionsBenchmark(),
#endif
    ];

    public static IEnumerable<string> Names => Benchmarks.Select(benchmark => benchmark.Name);
}
