using System.Text.Json.Serialization;
using MlOps.Domain.Statistics;

namespace MlOps.Domain.Experiments;

/// <summary>
/// The results of a variant in one window. They cover exactly the participants who were assigned to it in that window,
/// so that all windows of a variant add up. A result never changes.
/// </summary>
public sealed class AbResult : Entity
{
    private AbResult()
    {
    }

    internal AbResult(AbVariant variant, TimeWindow window, Proportion conversions, DateTimeOffset at)
        : this(variant, window, at) => (Assignments, Conversions) = (conversions.Trials, conversions.Successes);

    internal AbResult(AbVariant variant, TimeWindow window, Moments values, DateTimeOffset at)
        : this(variant, window, at) =>
        (Assignments, ValueMean, ValueVariance) = (values.Count, values.Mean, values.Variance);

    private AbResult(AbVariant variant, TimeWindow window, DateTimeOffset at)
        : base(at)
    {
        VariantId = variant.Id;
        // A window is a struct: no guard has seen default(TimeWindow).
        WindowStart = Guard.Time(window.Start, nameof(WindowStart));
        WindowEnd = window.End;
    }

    public Guid VariantId { get; private set; }

    /// <summary>The variant that was measured. Null if it was not loaded.</summary>
    [JsonIgnore]
    public AbVariant? Variant { get; private set; }

    public DateTimeOffset WindowStart { get; private set; }

    public DateTimeOffset WindowEnd { get; private set; }

    public long Assignments { get; private set; }

    /// <summary>How many participants converted; null if the experiment measures a number.</summary>
    public long? Conversions { get; private set; }

    /// <summary>The mean of the numbers; null if the experiment counts conversions.</summary>
    public double? ValueMean { get; private set; }

    /// <summary>The sample variance of the numbers.</summary>
    public double? ValueVariance { get; private set; }

    internal Proportion ConversionRate => new(Assignments, Conversions ?? 0);

    internal Moments Values => new(Assignments, ValueMean ?? 0, ValueVariance ?? 0);
}
