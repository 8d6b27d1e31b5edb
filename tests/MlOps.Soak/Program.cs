using System.Globalization;
using MlOps.Soak;

switch (args)
{
    case [WritingProcess.Write, var connection, var journals]:
        await WritingProcess.WriteAsync(connection, journals);
        return 0;

    case [WritingProcess.Drain, var connection, var journals]:
        await WritingProcess.DrainAsync(connection, journals);
        return 0;

    case [WritingProcess.Repeat, var connection, var journals]:
        await WritingProcess.RepeatAsync(connection, journals);
        return 0;

    case [JobProcess.Run, var connection, var from, var to]:
        await JobProcess.RunAsync(connection, from, to);
        return 0;

    case ["kill-jobs", var kills] when int.TryParse(kills, NumberStyles.None, CultureInfo.InvariantCulture, out var number):
        var windows = await JobSoak.RunAsync(new JobSoakPlan { Kills = number, Windows = 40 + (number * 10) }, Console.WriteLine);
        Console.WriteLine(windows);
        return windows.IsClean ? 0 : 1;

    case ["run", .. var counts] when ParseCounts(counts) is { } parsed:
        var result = await SoakRun.RunAsync(new SoakPlan { Counts = parsed }, Console.WriteLine);
        Console.WriteLine(result);
        return result.IsClean ? 0 : 1;

    default:
        Console.Error.WriteLine(
            $"Usage: run FAULT=COUNT..., for instance: run WriterKilled=100 ServerKilled=30. The faults are " +
            $"{string.Join(", ", Enum.GetNames<Fault>())}. Or: kill-jobs COUNT.");
        return 2;
}

static Dictionary<Fault, int>? ParseCounts(string[] counts)
{
    var parsed = new Dictionary<Fault, int>();
    foreach (var count in counts)
    {
        if (count.Split('=') is not [var name, var number]
            || !Enum.TryParse<Fault>(name, out var fault)
            || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var times)
            || !parsed.TryAdd(fault, times))
            return null;
    }

    return parsed;
}
