using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Predictions;

/// <summary>When the corrected value of feedback becomes the label of its prediction. Without a policy it never does.</summary>
public sealed class LabelPolicy : ChangingEntity
{
    public const int MaxAgreement = 1000;
    public const int MaxSources = 100;
    public const int MaxReasonLength = 10_000;

    private LabelPolicy()
    {
    }

    private LabelPolicy(DateTimeOffset at)
        : base(at)
    {
    }

    /// <summary>The service. Null for all services that have no policy of their own.</summary>
    [MaxLength(Prediction.MaxNameLength)]
    public string? ServiceName { get; private set; }

    /// <inheritdoc cref="LabelPolicySettings.MinAgreement"/>
    public int MinAgreement { get; private set; }

    /// <inheritdoc cref="LabelPolicySettings.Sources"/>
    public string[]? Sources { get; private set; }

    /// <inheritdoc cref="LabelPolicySettings.CorrectionReason"/>
    public string? CorrectionReason { get; private set; }

    public static LabelPolicy Define(string? serviceName, LabelPolicySettings settings, DateTimeOffset at)
    {
        var policy = new LabelPolicy(at)
        {
            ServiceName = serviceName is null ? null : Guard.Text(serviceName, nameof(ServiceName), Prediction.MaxNameLength),
        };
        policy.Set(settings);
        return policy;
    }

    public void Change(LabelPolicySettings settings, DateTimeOffset at)
    {
        Set(settings);
        Touch(at);
    }

    /// <summary>Whether feedback agrees enough to make a label.</summary>
    /// <param name="votes">How many users gave the most frequent value.</param>
    /// <param name="othersVotes">How many gave the next one.</param>
    public bool Accepts(long votes, long othersVotes) => votes >= MinAgreement && votes > othersVotes;

    /// <summary>Whether feedback replaces a label. One that came after the feedback stays.</summary>
    /// <param name="value">The value that the feedback agrees on.</param>
    /// <param name="at">The time of the last feedback that gave it.</param>
    /// <param name="labelledAt">The time of the label.</param>
    /// <param name="superseded">The labels that were there before.</param>
    public bool Corrects(double value, DateTimeOffset at, DateTimeOffset labelledAt, IEnumerable<SupersededLabel> superseded) =>
        CorrectionReason is not null && labelledAt <= at && !superseded.Any(old => old.ActualValue == value && old.SupersededAt >= at);

    public override string ToString() =>
        ServiceName is null ? "The label policy of all services" : $"The label policy of service '{ServiceName}'";

    private void Set(LabelPolicySettings settings)
    {
        Guard.Given(settings, nameof(settings));
        var agreement = Guard.Between(settings.MinAgreement, 1, MaxAgreement, nameof(MinAgreement));
        var sources = RequireSources(settings.Sources);
        CorrectionReason = settings.CorrectionReason is null
            ? null : Guard.Text(settings.CorrectionReason, nameof(CorrectionReason), MaxReasonLength);
        (MinAgreement, Sources) = (agreement, sources);
    }

    private static string[]? RequireSources(IReadOnlyList<string>? sources)
    {
        if (sources is null)
            return null;

        Guard.Between(sources.Count, 1, MaxSources, nameof(Sources));
        return
        [
            .. sources.Select(source => Guard.Text(source, nameof(Sources), Prediction.MaxNameLength)).Distinct(StringComparer.Ordinal),
        ];
    }
}
