namespace MlOps.Benchmarks.Measuring;

/// <summary>How much is measured.</summary>
/// <param name="Rows">Rows of a round; what the benchmark takes by itself if not given.</param>
/// <param name="Rounds">Rounds that count.</param>
internal sealed record RunOptions(int? Rows, int Rounds);
