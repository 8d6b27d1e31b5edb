namespace MlOps.Benchmarks.Measuring;

/// <summary>A line of the table.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Ours">The median of what MlOps did.</param>
/// <param name="Baseline">The median of what it is compared with.</param>
/// <param name="Ratio">The median of each round's ours through baseline; null where that says nothing, as where nothing was
/// measurable.</param>
/// <param name="Unit">Of both.</param>
/// <param name="Target">What must be reached, if anything was promised.</param>
internal sealed record Result(string Name, double Ours, double Baseline, double? Ratio, string Unit, Target? Target = null)
{
    public double? Ratio { get; } = Ratio is { } ratio && double.IsFinite(ratio) ? ratio : null;

    public bool? IsReached => Target?.IsReachedBy(this);
}
