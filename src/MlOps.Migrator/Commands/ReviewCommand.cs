using System.CommandLine;
using MlOps.Migrator.Operations;
using MlOps.Persistence.Operations.Review;

namespace MlOps.Migrator.Commands;

/// <summary>The checklist of a week, a month or a quarter, with its answers.</summary>
internal sealed class ReviewCommand : Verb
{
    private readonly ContextFactory _contexts;

    public ReviewCommand(ContextFactory contexts)
        : base("review", "Answer the checklist of a week, a month or a quarter, beside the period before.")
    {
        _contexts = contexts;
        SetAction(new HelpWithExamples().Invoke);
        Add(PeriodCommand(
            "weekly", ReviewPeriod.Weekly, "Prediction volume, inference time, errors, and services that no longer write."));
        Add(PeriodCommand(
            "monthly", ReviewPeriod.Monthly, "Data quality, database size, index performance, and error rates by service."));
        Add(PeriodCommand("quarterly", ReviewPeriod.Quarterly, "Old data, vacuum, retention policies, and the age of models."));
    }

    private TenantVerb PeriodCommand(string name, ReviewPeriod period, string description)
    {
        var until = new TimeOption("--until", "The end of the period. By default it is now.", allowsFuture: false);
        var file = new Option<string>("--output")
        {
            Description = "Write it to a file for a mail as well: HTML if its name ends with .html, and text otherwise.",
            HelpName = "FILE",
        };
        var verb = new TenantVerb(_contexts, name, description, "The tenant of the review")
        {
            Examples = [$"review {name}", $"review {name} --json | jq 'select(.toDo)'", $"review {name} --output review.html"],
        };
        verb.Add(until);
        verb.Add(file);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            var end = until.Find(parsed) ?? TimeProvider.System.GetUtcNow();
            await using var context = database.CreateContext();
            IReadOnlyList<ReviewLine> lines;
            using (var progress = new ProgressLine(output.ProgressTerminal))
                lines = await SystemReview.AnswerAsync(context, period, end, progress, cancellationToken);

            var listing = new Listing("Item", "Subject", "This period", "Period before", "Unit", "To do");
            foreach (var line in lines)
                listing.Add(line.Item, line.Subject, Round(line.ThisPeriod), Round(line.PeriodBefore), line.Unit, line.ToDo);

            output.Write(listing);
            if (parsed.GetValue(file) is { } path)
                await ReviewFile.WriteAsync(
                    path, $"{Capitalize(name)} review of the {database.Target} until {Times.Show(end)}", listing, cancellationToken);

            output.Note($"Lines with something to do: {lines.Count(line => line.ToDo is not null)}.");
        });
        return verb;
    }

    private static double? Round(double? number) => number is { } value ? Math.Round(value, 3) : null;

    private static string Capitalize(string name) => $"{char.ToUpperInvariant(name[0])}{name[1..]}";
}
