using MlOps.Domain.Features;
using MlOps.Domain.Governance;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Repositories.Governance;

/// <summary>
/// The rules by which the rows of every tenant are checked each day. They are about what no CHECK of the database and no foreign key can
/// hold, and say nothing of a tenant without rows.
/// </summary>
internal static class DefaultQualityRules
{
    private static readonly TimeSpan LabelDelay = TimeSpan.FromDays(7);

    public static IReadOnlyList<DataQualityRule> Create(MlOpsDbContext context)
    {
        var rules = new DataQualityRules(context);
        return
        [
            rules.FeaturesFit(),
            rules.Unique<Prediction>(prediction => new { prediction.ServiceName, prediction.RequestId }),
            // Labels come days after the predictions. One that is older than its prediction has been known to the model, or is another's.
            rules.InOrder<Prediction>(prediction => new { prediction.CreatedAt, prediction.LabelledAt }) with { Lookback = LabelDelay },
            rules.Unique<FeatureValue>(value => new { value.FeatureName, value.EntityId, value.EventTime, value.KnownAt }),
            rules.InRange<FeatureValue>(
                value => new { value.QualityScore, value.CompletenessScore }, DataQualityCheck.DefaultThreshold, 1),
        ];
    }
}
