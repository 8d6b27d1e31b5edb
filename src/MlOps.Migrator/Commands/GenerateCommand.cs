using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using MlOps.Migrator.Generate;

namespace MlOps.Migrator.Commands;

/// <summary>Fills a database as years of production would, to see how it performs then.</summary>
internal sealed class GenerateCommand : Verb
{
    private static readonly DateOnly Yesterday = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1);

    private readonly ContextFactory _contexts;
    private readonly Option<string?> _connection = ConnectionOption.Create();
    private readonly ValueOption<int> _days = new(
        "--days", "The number of days.", $"a whole number from 1 to {GenerationPlan.MaxDays}",
        text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var days)
            && days is >= 1 and <= GenerationPlan.MaxDays ? days : null, 30);

    private readonly ValueOption<double> _scale = new(
        "--scale",
        "The size of a day; 1 means 10,000,000 metrics, 1,000,000 events, 100,000 pattern occurrences, 5,000 predictions " +
        "and 1,000 experiments.",
        $"a number above 0 and at most {GenerationPlan.MaxScale}",
        text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var scale)
            && scale is > 0 and <= GenerationPlan.MaxScale ? scale : null, 1);

    private readonly ValueOption<int> _seed = new(
        "--seed", "Another seed makes other rows.", "a whole number",
        text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed) ? seed : null, 1);

    private readonly ValueOption<DateOnly> _until = new(
        "--until", "The last day, such as 2026-11-30; yesterday (UTC) if not given, since nothing is written into the future.",
        $"a day from {GenerationPlan.Earliest:yyyy-MM-dd} to yesterday (UTC)",
        text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until)
            && until >= GenerationPlan.Earliest && until <= Yesterday ? until : null,
        Yesterday)
    {
        HelpName = "yyyy-MM-dd",
    };

    public GenerateCommand(ContextFactory contexts)
        : base(
            "generate",
            "Fill an empty database with days of invented data. The same arguments make the same rows; " +
            "run it again to complete a run that was killed.")
    {
        _contexts = contexts;
        Examples = ["generate --days 7 --scale 0.01", "generate --days 365 --until 2026-10-31 --connection postgres://ann@db/mlops"];
        Add(_days);
        Add(_scale);
        Add(_seed);
        Add(_until);
        Add(_connection);
        this.SetInterruptibleAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var plan = new GenerationPlan(
            parsed.GetValue(_days), parsed.GetValue(_scale), parsed.GetValue(_seed), parsed.GetValue(_until));
        output.Say($"{Invocation.Program} generate {plan}");
        using var host = await MlOpsHost.OpenAsync(_contexts, parsed.GetValue(_connection), cancellationToken);
        var scopes = host.Services.GetRequiredService<IServiceScopeFactory>();
        var stored = await Steps.ShowAsync(output, steps =>
            new GenerateRun(scopes, plan, steps, cancellationToken).RunAsync(host.Target));
        var listing = new Listing("Kind", "Rows", "Seconds", "Rows per second", "Days there");
        foreach (var kind in stored)
            listing.Add(kind.Kind, kind.Rows, Math.Round(kind.Time.TotalSeconds, 3), Math.Round(kind.Rate), kind.DaysThere);

        output.Write(listing);
        return ExitCode.Success;
    }
}
