using MlOps.Domain.Statistics.Samples;

namespace MlOps.Domain.Statistics.Drift;

/// <summary>The area between the distribution functions of two samples that are not empty.</summary>
internal static class WassersteinDistance
{
    private const double LeastDeviation = 0.001;

    public static double Compute(NumberSample reference, NumberSample current)
    {
        var steps = new MergedSteps(reference.Values, current.Values);
        double area = 0, gap = 0, last = 0;
        while (steps.MoveNext())
        {
            area += gap * (steps.Value - last);
            gap = Math.Abs(((double)steps.First / reference.Size) - ((double)steps.Second / current.Size));
            last = steps.Value;
        }

        return area;
    }

    /// <summary>NaN if the reference has no moments.</summary>
    public static double ComputeNormed(NumberSample reference, NumberSample current) =>
        Compute(reference, current) / Math.Max(LeastDeviation, reference.Moments?.PopulationDeviation ?? double.NaN);

    /// <summary>NaN if the range exceeds a double.</summary>
    public static double ComputeScaled(NumberSample reference, NumberSample current)
    {
        var range = Math.Max(reference.Maximum!.Value, current.Maximum!.Value)
            - Math.Min(reference.Minimum!.Value, current.Minimum!.Value);
        return range == 0 ? 0 : double.IsFinite(range) ? Compute(reference, current) / range : double.NaN;
    }
}
