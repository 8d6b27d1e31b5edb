using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Drift;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>Gives a comparison of predictions the bins and the segments of a monitor, which a stored result has.</summary>
internal static class FixedBinDrift
{
    public static FeatureDrift Restore(DriftMetric stored, FeatureDrift now) => now with
    {
        Evidence = now.Evidence with { Segment = stored.Evidence?.Segment },
        Measurement = DriftMethods.NeedsNames(stored.MethodId) && now.Measurement.Counts is { Categories: { } all } counts
            ? CountDrift.Measure(stored.MethodId, Name([.. stored.Categories!.OfType<string>()], all, counts))
            : now.Measurement,
    };

    private static ComparedCounts Name(string[] names, IReadOnlyList<string?> all, ComparedCounts counts)
    {
        return new() { Categories = [.. names, null], Reference = Add(counts.Reference), Current = Add(counts.Current) };

        long[] Add(IReadOnlyList<long> side)
        {
            long[] named = [.. names.Select(name => all.Index().Where(pair => pair.Item == name).Sum(pair => side[pair.Index]))];
            return [.. named, side.Sum() - named.Sum()];
        }
    }
}
