namespace MlOps.Migrator.Monitoring;

/// <summary>Numbers as bars of block characters.</summary>
internal static class Bars
{
    private const string Lower = "▁▂▃▄▅▆▇█";
    private const string Left = "▏▎▍▌▋▊▉█";

    /// <summary>One character for each number, as high as its share of the highest.</summary>
    /// <param name="numbers">The numbers, from 0 on.</param>
    /// <param name="highest">What fills a character.</param>
    public static string Sparkline(IEnumerable<double> numbers, double highest) => string.Concat(
        numbers.Select(number => Lower[Math.Clamp((int)(number / highest * Lower.Length), 0, Lower.Length - 1)]));

    /// <summary>A bar that fills its width at a share of 1.</summary>
    public static string Bar(double share, int width)
    {
        // What is more than nothing can be seen.
        var eighths = Math.Max((int)Math.Round(Math.Clamp(share, 0, 1) * width * Left.Length), share > 0 ? 1 : 0);
        var rest = eighths % Left.Length;
        return $"{new string(Left[^1], eighths / Left.Length)}{(rest > 0 ? Left[rest - 1] : "")}".PadRight(width);
    }
}
