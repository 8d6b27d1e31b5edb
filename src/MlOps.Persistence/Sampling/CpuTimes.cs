using System.Globalization;

namespace MlOps.Persistence.Sampling;

/// <summary>How long the processors of a machine have worked since it started, in ticks of its clock.</summary>
/// <param name="Busy">The ticks in which one of them worked.</param>
/// <param name="Total">All ticks of all of them.</param>
/// <param name="Processors">How many there are.</param>
/// <param name="ReadAt">When it was read.</param>
internal sealed record CpuTimes(double Busy, double Total, int Processors, DateTimeOffset ReadAt)
{
    private const int Idle = 3;
    private const int Waiting = 4;

    // The columns after these are parts of the first two.
    private const int Columns = 8;

    /// <summary>Reads the lines of /proc/stat. Null if they are none.</summary>
    public static CpuTimes? Parse(IEnumerable<string> lines, DateTimeOffset at)
    {
        var processors = lines.Where(line => line.StartsWith("cpu", StringComparison.Ordinal)).ToList();
        if (processors.Count < 2)
            return null;

        var ticks = processors[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(Columns)
            .Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToList();
        return new CpuTimes(ticks.Sum() - ticks[Idle] - ticks[Waiting], ticks.Sum(), processors.Count - 1, at);
    }

    /// <summary>How many processors worked in the mean since another time. Null if the machine was started since.</summary>
    public double? FindUsed(CpuTimes before) =>
        Total > before.Total && Busy >= before.Busy ? Processors * (Busy - before.Busy) / (Total - before.Total) : null;
}
