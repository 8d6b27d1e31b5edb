using System.CommandLine;
using MlOps.Domain.Governance;
using MlOps.Persistence.Repositories.Governance;

namespace MlOps.Migrator.Commands;

/// <summary>How long the rows of each table stay, and what happens to them then.</summary>
internal sealed class RetentionCommand : Verb
{
    private const string Rows = "The tenant of the policies";

    private readonly ContextFactory _contexts;

    public RetentionCommand(ContextFactory contexts)
        : base("retention", "How long the rows of each table stay, and what happens to them then.")
    {
        _contexts = contexts;
        SetAction(new HelpWithExamples().Invoke);
        Add(ShowCommand());
        Add(SetCommand());
        Add(SwitchCommand("enable", "Let a policy apply.", enabled: true));
        Add(SwitchCommand("disable", "Keep the rows of a table, whatever its policy says.", enabled: false));
        Add(new RetentionRunCommand(contexts, "run", "retention run"));
    }

    private TenantVerb ShowCommand()
    {
        var verb = new TenantVerb(_contexts, "show", "List the policies, by table. What has none is kept for ever.", Rows)
        {
            Examples = ["retention show", "retention show --json | jq 'select(.enabled)'"],
        };
        verb.SetAction(async (_, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var listing = new Listing("Table", "Keep days", "Action", "Enabled");
            await foreach (var policy in new RetentionPolicyRepository(context).StreamAsync().WithCancellation(cancellationToken))
                listing.Add(policy.TableName, policy.KeepDays, policy.Action, policy.IsEnabled);

            output.Write(listing);
            if (listing.Count == 0)
                output.Note("There are no policies, so nothing is archived or deleted.");
        });
        return verb;
    }

    private TenantVerb SetCommand()
    {
        var table = new Argument<string>("table") { Description = "The table, such as ml_predictions." };
        var days = new WholeNumberOption("--keep-days", "So many days rows stay where they are.", least: 1) { Required = true };
        var action = new Option<string>("--action") { Description = "What happens to them then.", Required = true };
        action.AcceptOnlyFromAmong("archive", "delete");
        var verb = new TenantVerb(_contexts, "set", "Define the policy of a table, or change it.", Rows)
        {
            Examples = ["retention set ml_predictions --keep-days 365 --action archive"],
        };
        verb.Add(table);
        verb.Add(days);
        verb.Add(action);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var chosen = parsed.GetValue(action) == "archive" ? RetentionAction.Archive : RetentionAction.Delete;
            var policy = await new RetentionPolicyRepository(context).SetAsync(
                parsed.GetValue(table)!, parsed.GetValue(days), chosen, TimeProvider.System.GetUtcNow(), cancellationToken);
            Write(output, policy);
        });
        return verb;
    }

    private TenantVerb SwitchCommand(string action, string description, bool enabled)
    {
        var table = new Argument<string>("table") { Description = "The table, as 'show' has it." };
        var verb = new TenantVerb(_contexts, action, description, Rows) { Examples = [$"retention {action} ml_predictions"] };
        verb.Add(table);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var policy = await new RetentionPolicyRepository(context).SetEnabledAsync(
                parsed.GetValue(table)!, enabled, TimeProvider.System.GetUtcNow(), cancellationToken);
            Write(output, policy);
        });
        return verb;
    }

    private static void Write(Output output, RetentionPolicy policy) => output.Write(
        new { Table = policy.TableName, policy.KeepDays, policy.Action, Enabled = policy.IsEnabled },
        policy.IsEnabled
            ? $"Rows of {policy.TableName} stay for {policy.KeepDays} days. Then they are " +
                $"{(policy.Action == RetentionAction.Archive ? "archived" : "deleted")}."
            : $"Rows of {policy.TableName} stay. Their policy is disabled.");
}
