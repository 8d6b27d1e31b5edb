using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics;

namespace MlOps.Domain.Patterns;

/// <summary>
/// What a variant brought in one window: of those who were assigned to it then, and of nobody else. The windows of a
/// variant add up to all of it. It is never changed.
/// </summary>
public sealed class AbResult : Entity
{
    private AbResult()
    {
    }

    internal AbResult(AbVariant variant, TimeWindow window, Proportion conversions, DateTimeOffset at)
        : this(variant, window, at) => (Assignments, Conversions) = (conversions.Trials, conversions.Successes);

    internal AbResult(AbVariant variant, TimeWindow window, Moments values, DateTimeOffset at)
        : this(variant, window, at) => (Assignments, ValueMean, ValueVariance) = (values.Count, values.Mean, values.Variance);

    private AbResult(AbVariant variant, TimeWindow window, DateTimeOffset at)
        : base(at)
    {
        VariantId = variant.Id;
        // A window is a struct: default(TimeWindow) has passed no guard.
        WindowStart = Guard.Time(window.Start, nameof(WindowStart));
        WindowEnd = window.End;
    }

    public Guid VariantId { get; private set; }

    public DateTimeOffset WindowStart { get; private set; }

    public DateTimeOffset WindowEnd { get; private set; }

    public long Assignments { get; private set; }

    /// <summary>Of how many the thing happened that is measured; null where a number is measured.</summary>
    public long? Conversions { get; private set; }

    /// <summary>The mean of the numbers; null where conversions are counted.</summary>
    public double? ValueMean { get; private set; }

    /// <summary>Their sample variance.</summary>
    public double? ValueVariance { get; private set; }

    internal Proportion Converted => new(Assignments, Conversions ?? 0);

    internal Moments Values => new(Assignments, ValueMean ?? 0, ValueVariance ?? 0);
}
