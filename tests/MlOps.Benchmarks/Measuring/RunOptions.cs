namespace MlOps.Benchmarks.Measuring;

/// <summary>How much is measured.</summary>
/// <param name="Rows">Rows of a round; what the benchmark takes by itself if not given.</param>
/// <param name="Rounds">Rounds that count.</param>
/// <param name="Days">How many days of data are read from.</param>
/// <param name="Scale">How much a day of them has: see mlops generate.</param>
internal sealed record RunOptions(int? Rows, int Rounds, int Days, double Scale);
