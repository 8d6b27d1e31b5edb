using System.CommandLine;
using MlOps.Domain.Retraining;
using MlOps.Migrator.Retraining;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Retraining;

namespace MlOps.Migrator.Commands;

/// <summary>The record of retraining decisions, and whether it is as it was written.</summary>
internal sealed class DecisionsCommand : Verb
{
    private const string Rows = "The tenant of the decisions";
    private const string AnId = "0195a000-0000-7000-8000-00000000000c";

    private readonly ContextFactory _contexts;

    public DecisionsCommand(ContextFactory contexts)
        : base("decisions", "The record of retraining decisions, and whether it is as it was written.")
    {
        _contexts = contexts;
        SetAction(new HelpWithExamples().Invoke);
        Add(ListCommand());
        Add(ShowCommand());
        Add(VerifyCommand());
        Add(ReplayCommand());
    }

    private TenantVerb ListCommand()
    {
        var (model, limit) = (ModelArgument("Only decisions about this model."), new LimitOption("decisions"));
        var verb = new TenantVerb(_contexts, "list", "List the decisions, the newest first.", Rows)
        {
            Examples = ["decisions list", "decisions list churn --limit 10"],
        };
        verb.Add(model);
        verb.Add(limit);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var listing = await new DecisionPages(context, cancellationToken)
                .ListAsync(parsed.GetValue(model), limit.Of(parsed, output));
            output.Write(listing);
            if (listing.Count == 0)
                output.Note("There are no such decisions.");
        });
        return verb;
    }

    private TenantVerb ShowCommand() => DecisionVerb(
        "show",
        "Show a decision: what each rule found, who decided, and with which login.",
        (decision, output) =>
        {
            DecisionPages.Show(decision, output);
            return [];
        });

    private TenantVerb ReplayCommand() => DecisionVerb(
        "replay",
        "Let the gate judge the stored evidence of a decision again, and say whether the verdict is the stored one.",
        DecisionPages.Replay);

    private TenantVerb VerifyCommand()
    {
        var model = ModelArgument("Only the chain of this model.");
        var head = new Option<string?>("--head")
        {
            Description = "A head that was noted elsewhere: refuse a chain of the model that does not hold it. 64 hexadecimal digits.",
            HelpName = "hash",
        };
        var verb = new TenantVerb(
            _contexts,
            "verify",
            "Compute the chains of decisions and moves again, and the verdicts of the gate, and name what is not as it was written.",
            Rows)
        {
            Examples = ["decisions verify", "decisions verify churn --json | jq -r .head", "decisions verify churn --head \"$noted\""],
        };
        verb.Add(model);
        verb.Add(head);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(head) is not null && result.GetValue(model) is null)
                result.AddError("--head is the head of one chain. Name the model before it.");
        });
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var (name, noted) = (parsed.GetValue(model), parsed.GetValue(head)?.Trim().ToLowerInvariant());
            var faults = await new DecisionPages(context, cancellationToken).VerifyAsync(name, output);
            if (faults > 0)
                throw new MlOpsException(
                    MlOpsError.NotReproduced, $"{faults} {(faults == 1 ? "fault was" : "faults were")} found, for the reasons above.");

            if (noted is not null && await new RetrainingDecisionRepository(context).FindLinkAsync(name, noted, cancellationToken) is null)
                throw new MlOpsException(
                    MlOpsError.NotReproduced,
                    $"No link of the chain of model '{name}' has the hash {noted}. If it was the head once, somebody has " +
                    "written the chain anew, or cut off its end.");
        });
        return verb;
    }

    private TenantVerb DecisionVerb(string name, string description, Func<RetrainingDecision, Output, IReadOnlyList<string>> show)
    {
        var id = new IdArgument("a decision", $"'{Invocation.Program} decisions list'")
        {
            Description = "The id of a decision, as 'list' shows it.",
            Arity = ArgumentArity.ExactlyOne,
        };
        var verb = new TenantVerb(_contexts, name, description, Rows) { Examples = [$"decisions {name} {AnId}"] };
        verb.Add(id);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var decision = await new DecisionPages(context, cancellationToken).GetAsync(parsed.GetValue(id)![0]);
            if (show(decision, output) is { Count: > 0 } faults)
                throw new MlOpsException(
                    MlOpsError.NotReproduced, $"Decision {decision.Id} cannot be confirmed. {string.Join(" ", faults)}");
        });
        return verb;
    }

    private static Argument<string?> ModelArgument(string description) =>
        new("model") { Description = description, Arity = ArgumentArity.ZeroOrOne };
}
