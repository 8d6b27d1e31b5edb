using System.CommandLine;
using MlOps.Domain.Governance;
using MlOps.Persistence.Repositories.Governance;

namespace MlOps.Migrator.Commands;

/// <summary>Legal holds: orders to keep rows, whatever retention policies say.</summary>
internal sealed class HoldCommand : Verb
{
    private const string Rows = "The tenant of the rows that are kept";
    private const string ExampleId = "0195a000-0000-7000-8000-00000000000c";

    private readonly ContextFactory _contexts;

    public HoldCommand(ContextFactory contexts)
        : base("hold", "Legal holds: orders to keep rows, whatever retention policies say.")
    {
        _contexts = contexts;
        SetAction(new HelpWithExamples().Invoke);
        Add(AddCommand());
        Add(ListCommand());
        Add(ReleaseCommand());
    }

    private TenantVerb AddCommand()
    {
        var model = new Option<string>("--model") { Description = "Keep the predictions of all versions of a model.", HelpName = "NAME" };
        var window = new WindowOption("--window", "Keep the rows of a span of time.");
        var prediction = new Option<Guid?>("--prediction") { Description = "Keep one prediction.", HelpName = "ID" };
        var (reason, by) = (new ReasonOption("Why the rows must stay."), new ByOption("Who places it"));
        var verb = new TenantVerb(
            _contexts, "add", "Place a hold on all rows of the tenant, or on a model, a span of time or one prediction.", Rows)
        {
            Examples =
            [
                "hold add --reason 'Case 4711'", "hold add --model churn --reason 'Case 4711'",
                "hold add --window 2026-03-01..2026-04-01 --reason 'Audit of March'",
                $"hold add --prediction {ExampleId} --reason 'A complaint'",
            ],
        };
        foreach (var option in (Option[])[model, window, prediction, reason, by])
            verb.Add(option);

        verb.Validators.Add(result =>
        {
            if (((Option[])[model, window, prediction]).Count(option => result.GetResult(option) is not null) > 1)
                result.AddError("--model, --window and --prediction exclude one another. Place a hold for each.");
        });
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            var (why, who, now) = (parsed.GetValue(reason)!, by.Of(parsed), TimeProvider.System.GetUtcNow());
            var hold = parsed.GetValue(model) is { } name ? LegalHold.OnModel(name, why, who, now)
                : parsed.GetValue(window) is { } span ? LegalHold.OnWindow(span, why, who, now)
                : parsed.GetValue(prediction) is { } id ? LegalHold.OnPrediction(id, why, who, now)
                : LegalHold.OnTenant(why, who, now);
            await using var context = database.CreateContext();
            await new LegalHoldRepository(context).PlaceAsync(hold, cancellationToken);
            output.Write(
                new { Hold = hold.Id, hold.Scope, Outcome = "placed" },
                $"{hold} is placed on {Describe(hold)}. Nothing deletes these rows until it is released.");
        });
        return verb;
    }

    private TenantVerb ListCommand()
    {
        var all = new Flag("--all", "Those that are released too.");
        var verb = new TenantVerb(_contexts, "list", "List the holds that are not released, the newest first.", Rows)
        {
            Examples = ["hold list", "hold list --all --json | jq -r .reason"],
        };
        verb.Add(all);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var listing = new Listing("Hold", "Placed", "By", "On", "Reason", "Released", "Released by", "Release reason");
            var holds = new LegalHoldRepository(context).StreamAsync(parsed.GetValue(all));
            await foreach (var hold in holds.WithCancellation(cancellationToken))
                listing.Add(
                    hold.Id, hold.CreatedAt, hold.PlacedBy, Describe(hold), hold.Reason, hold.ReleasedAt, hold.ReleasedBy,
                    hold.ReleaseReason);

            output.Write(listing);
            if (listing.Count == 0)
                output.Note("There are no legal holds.");
        });
        return verb;
    }

    private TenantVerb ReleaseCommand()
    {
        var id = new IdArgument("a hold", $"'{Invocation.Program} hold list'")
        {
            Description = "The id of the hold, as 'list' shows it.",
            Arity = ArgumentArity.ExactlyOne,
        };
        var (reason, by) = (new ReasonOption("Why the rows need not stay any longer."), new ByOption("Who releases it"));
        var verb = new TenantVerb(_contexts, "release", "Release a hold. Retention then deletes what is too old.", Rows)
        {
            Examples = [$"hold release {ExampleId} --reason 'The case is closed.'"],
        };
        verb.Add(id);
        verb.Add(reason);
        verb.Add(by);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var hold = await new LegalHoldRepository(context).ReleaseAsync(
                parsed.GetValue(id)![0], parsed.GetValue(reason)!, by.Of(parsed), TimeProvider.System.GetUtcNow(), cancellationToken);
            output.Write(new { Hold = hold.Id, hold.Scope, Outcome = "released" }, $"{hold} is released.");
        });
        return verb;
    }

    private static string Describe(LegalHold hold) => hold.Scope switch
    {
        HoldScope.Model => $"model '{hold.ModelName}'",
        HoldScope.Window => $"{Times.Show(hold.WindowStart!.Value)} to {Times.Show(hold.WindowEnd!.Value)}",
        HoldScope.Prediction => $"prediction {hold.PredictionId}",
        _ => "all rows of the tenant",
    };
}
