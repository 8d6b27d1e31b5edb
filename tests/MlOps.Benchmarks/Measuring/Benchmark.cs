namespace MlOps.Benchmarks.Measuring;

/// <summary>Something that is measured beside something else.</summary>
internal abstract class Benchmark(string name, string description)
{
    public string Name => name;

    public string Description => description;

    public abstract Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken);
}
