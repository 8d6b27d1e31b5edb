using MlOps.Domain.Statistics.Samples;

namespace MlOps.Domain.Tests.Statistics.Drift;

/// <summary>Statistics straight from their definitions, with other algorithms than the library's, and slow.</summary>
internal static class Naive
{
    public static double[] FiniteOf(IEnumerable<double?> values) =>
        [.. values.OfType<double>().Where(double.IsFinite)];

    /// <summary>The largest distance between the shares that are not above any of the values.</summary>
    public static double KolmogorovSmirnov(double[] reference, double[] current) =>
        reference.Concat(current).Max(point => Math.Abs(ShareUpTo(reference, point) - ShareUpTo(current, point)));

    /// <summary>
    /// The share of all ways to choose which of the values are of the reference that have at least this distance, as if all values
    /// were distinct.
    /// </summary>
    public static double ExactPValue(int references, int currents, double distance)
    {
        var (reached, all) = (0, 0);
        Walk(0, 0, 0);
        return (double)reached / all;

        void Walk(int right, int up, double largest)
        {
            largest = Math.Max(largest, Math.Abs(((double)right / references) - ((double)up / currents)));
            if (right == references && up == currents)
            {
                all++;
                reached += largest >= distance - 1e-9 ? 1 : 0;
                return;
            }

            if (right < references)
                Walk(right + 1, up, largest);

            if (up < currents)
                Walk(right, up + 1, largest);
        }
    }

    /// <summary>The mean distance of values of the same rank, after both samples are repeated to the same size.</summary>
    public static double Wasserstein(double[] reference, double[] current)
    {
        var moved = Repeat(reference, current.Length).Zip(Repeat(current, reference.Length), (r, c) => Math.Abs(r - c));
        return moved.Sum() / ((double)reference.Length * current.Length);

        static IEnumerable<double> Repeat(double[] values, int times) =>
            values.Order().SelectMany(value => Enumerable.Repeat(value, times));
    }

    /// <summary>The shares of values between neighbouring edges, of which the outer ones may be infinite.</summary>
    public static double[] Shares(double[] values, IReadOnlyList<double> edges) =>
    [
        .. Enumerable.Range(0, edges.Count - 1).Select(at =>
            values.Count(value => value >= edges[at] && (value < edges[at + 1] || (at == edges.Count - 2 && value == edges[^1])))
            / (double)values.Length),
    ];

    public static double[] Shares(IReadOnlyCollection<string?> values, IEnumerable<string?> categories)
    {
        var present = values.Count(value => value is not null);
        return [.. categories.Select(category => values.Count(value => value == category) / (double)present)];
    }

    public static double[] FillZeros(double[] shares) =>
        Array.ConvertAll(shares, share =>
            share != 0 ? share
            : shares.Where(other => other != 0).Min() > 0.0001 ? 0.0001
            : shares.Where(other => other != 0).Min() / 1_000_000);

    public static double Psi(double[] reference, double[] current)
    {
        var sum = 0.0;
        for (var at = 0; at < reference.Length; at++)
            sum += (reference[at] * Math.Log(reference[at] / current[at])) + (current[at] * Math.Log(current[at] / reference[at]));

        return sum;
    }

    /// <summary>By entropies: that of the mean minus the mean of both.</summary>
    public static double JensenShannon(double[] reference, double[] current, double logarithmBase)
    {
        double[] mean = [.. reference.Zip(current, (r, c) => (r + c) / 2)];
        return Math.Sqrt(Math.Max(0, Entropy(mean) - ((Entropy(reference) + Entropy(current)) / 2)));

        double Entropy(double[] shares) => -shares.Where(share => share > 0).Sum(share => share * Math.Log(share, logarithmBase));
    }

    /// <summary>By the coefficient of Bhattacharyya.</summary>
    public static double Hellinger(double[] reference, double[] current) =>
        Math.Sqrt(Math.Max(0, 1 - reference.Zip(current, (r, c) => Math.Sqrt(r * c)).Sum()));

    /// <summary>By the counts of a table: n (the sum of o² / (row sum · column sum) - 1).</summary>
    public static double ContingencyChiSquare(IReadOnlyList<long> reference, IReadOnlyList<long> current)
    {
        double references = reference.Sum(), currents = current.Sum();
        var sum = reference.Zip(current, (r, c) =>
            ((double)r * r / (references * (r + c))) + ((double)c * c / (currents * (r + c)))).Sum();
        return (references + currents) * (sum - 1);
    }

    public static double[] OuterEdges(NumberBins bins) => [double.NegativeInfinity, .. bins.Edges, double.PositiveInfinity];

    private static double ShareUpTo(double[] values, double point) => values.Count(value => value <= point) / (double)values.Length;
}
