namespace MlOps.Benchmarks.Measuring;

/// <summary>What a result must reach.</summary>
internal sealed record Target(string Text, Func<Result, bool> IsReachedBy)
{
    public static Target RatioAtLeast(double limit) => new($"ratio >= {limit}", result => result.Ratio >= limit);

    public static Target RatioAtMost(double limit) => new($"ratio <= {limit}", result => result.Ratio <= limit);

    public static Target AtMost(double limit, string unit) => new($"<= {limit} {unit}", result => result.Ours <= limit);

    public override string ToString() => Text;
}
