using MlOps.Domain.Retraining;
using MlOps.Domain.Statistics.Performance;

namespace MlOps.Persistence.Repositories.Retraining;

/// <summary>Reads what the labels of a window say about two versions, and compares them.</summary>
internal sealed class ComparisonReader(
    MlOpsDbContext context, (Guid Version, Guid Other) ids, ComparisonQuestion question, CancellationToken cancellationToken)
{
    private readonly ComparisonTerms _terms = question.Terms;

    public async Task<VersionComparison> ReadAsync()
    {
        List<ComparisonPart> parts = [];
        var (version, other) = (OwnOutcomes.None, OwnOutcomes.None);
        string?[] features = [.. _terms.SegmentFeatures.Distinct()];
        foreach (var feature in features.DefaultIfEmpty())
        {
            var rows = await UnpairedRow.ListAsync(context, ids.Version, ids.Other, question, feature, cancellationToken)
                .ConfigureAwait(false);
            (version, other) = (Find(rows, ofOther: false), Find(rows, ofOther: true));
            if (version.Answered > 0 && other.Answered > 0)
                parts.AddRange(CompareOwn(rows, feature));

            parts.AddRange(await ComparePairedAsync(ComparisonSource.OtherAsShadow, feature).ConfigureAwait(false));
            parts.AddRange(await ComparePairedAsync(ComparisonSource.VersionAsShadow, feature).ConfigureAwait(false));
        }

        return new VersionComparison
        {
            ModelName = question.ModelName,
            Version = question.Version,
            Other = question.Other,
            Window = question.Window,
            Terms = _terms,
            VersionPredictions = version.Predictions,
            VersionLabelled = version.Labelled,
            OtherPredictions = other.Predictions,
            OtherLabelled = other.Labelled,
            // Each feature has the rows of all predictions too, and they are the same.
            Parts =
            [
                .. parts.Where(part => part.SegmentKind is null).DistinctBy(part => part.Source),
                .. parts.Where(part => part.SegmentKind is not null),
            ],
        };
    }

    private static OwnOutcomes Find(IEnumerable<UnpairedRow> rows, bool ofOther, string kind = "all") =>
        rows.SingleOrDefault(row => row.OfOther == ofOther && row.SegmentKind == kind)?.ToOutcomes() ?? OwnOutcomes.None;

    private IEnumerable<ComparisonPart> CompareOwn(List<UnpairedRow> rows, string? feature) =>
        rows.GroupBy(row => (row.SegmentKind, row.SegmentName)).Select(segment => ComparisonPart.OfOwn(
            Find(segment, ofOther: false, segment.Key.SegmentKind), Find(segment, ofOther: true, segment.Key.SegmentKind), _terms) with
        {
            SegmentFeature = segment.Key.SegmentKind == "all" ? null : feature,
            SegmentKind = segment.Key.SegmentKind == "all" ? null : Enum.Parse<SegmentKind>(segment.Key.SegmentKind, ignoreCase: true),
            SegmentName = segment.Key.SegmentName,
        });

    private async Task<IEnumerable<ComparisonPart>> ComparePairedAsync(ComparisonSource source, string? feature)
    {
        var (champion, challenger) = source == ComparisonSource.OtherAsShadow ? ids : (ids.Other, ids.Version);
        var thresholds = new GateThresholds
        {
            DecisionThreshold = _terms.DecisionThreshold,
            PositiveLabel = _terms.PositiveLabel,
            SegmentFeature = feature,
            SegmentCap = _terms.SegmentCap,
        };
        var (all, segments) = await PairedRow.ReadAsync(context, champion, challenger, question.Window, thresholds, cancellationToken)
            .ConfigureAwait(false);
        return all.Paired == 0 ? [] :
        [
            ComparisonPart.OfPaired(all.ToOutcomes(), _terms, source),
            .. segments.Select(segment => ComparisonPart.OfPaired(segment.Outcomes, _terms, source) with
            {
                SegmentFeature = feature,
                SegmentKind = segment.Kind,
                SegmentName = segment.Name,
            }),
        ];
    }
}
