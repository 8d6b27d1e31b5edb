using System.Globalization;
using MlOps.Soak;

switch (args)
{
    case [WritingProcess.Write, var connection, var journal]:
        await WritingProcess.WriteAsync(connection, journal);
        return 0;

    case [WritingProcess.Drain, var connection, var journal]:
        await WritingProcess.DrainAsync(connection, journal);
        return 0;

    case ["run", .. var counts] when counts.Length <= 5 && Array.TrueForAll(counts, count => int.TryParse(count, out _)):
        var numbers = Array.ConvertAll(counts, count => int.Parse(count, CultureInfo.InvariantCulture));
        var plan = new SoakPlan(
            WriterKills: numbers.ElementAtOrDefault(0),
            ServerKills: numbers.ElementAtOrDefault(1),
            Cuts: numbers.ElementAtOrDefault(2),
            Restarts: numbers.ElementAtOrDefault(3),
            FullDisks: numbers.ElementAtOrDefault(4));
        var result = await SoakRun.RunAsync(plan, Console.WriteLine);
        Console.WriteLine(result);
        return result.IsClean ? 0 : 1;

    default:
        Console.Error.WriteLine(
            "Usage: run WRITER-KILLS SERVER-KILLS CONNECTION-CUTS SERVER-RESTARTS FULL-DISKS, for instance: run 100 30 50 20 20");
        return 2;
}
