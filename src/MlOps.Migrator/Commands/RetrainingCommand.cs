using System.CommandLine;
using MlOps.Domain.Retraining;
using MlOps.Migrator.Retraining;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Retraining;

namespace MlOps.Migrator.Commands;

/// <summary>Requests for new versions of models.</summary>
internal sealed class RetrainingCommand : Verb
{
    private const string Rows = "The tenant of the models";
    private const string ExampleId = "0195a000-0000-7000-8000-00000000000c";

    private readonly ContextFactory _contexts;

    public RetrainingCommand(ContextFactory contexts)
        : base("retraining", "Requests for new versions of models. A model has one at a time.")
    {
        _contexts = contexts;
        SetAction(new HelpWithExamples().Invoke);
        Add(RequestCommand());
        Add(ListCommand());
        Add(WithdrawCommand());
    }

    private TenantVerb RequestCommand()
    {
        var model = new Argument<string>("model") { Description = "The name of the model." };
        var (reason, by) = (new ReasonOption("Why the model is to be trained again."), new ByOption("Who asks for it"));
        var verb = new TenantVerb(
            _contexts, "request", $"Ask for a new version of a model. '{Invocation.Program} run' tells the outside.", Rows)
        {
            Examples = ["retraining request churn --reason 'The prices have changed.'"],
        };
        verb.Add(model);
        verb.Add(reason);
        verb.Add(by);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var name = parsed.GetValue(model)!;
            var request = await new RetrainingRequestRepository(context).OpenAsync(
                name, TriggerReason.Manual, parsed.GetValue(reason)!, by.Of(parsed),
                TimeProvider.System.GetUtcNow(), cancellationToken);
            output.Write(
                new { Request = request.Id, Model = name, Outcome = "opened" },
                $"Retraining request {request.Id} of model '{name}' is open.");
            if (await HasNoPolicyAsync(context, name, cancellationToken))
                output.Note($"Model '{name}' has no retraining policy, so nothing but a person requests its retraining.");
        });
        return verb;
    }

    private TenantVerb ListCommand()
    {
        var model = new Argument<string?>("model") { Description = "One model alone.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Flag("--all", "Those that are closed too.");
        var verb = new TenantVerb(_contexts, "list", "List the requests that are not closed, the newest first.", Rows)
        {
            Examples =
            [
                "retraining list", "retraining list churn --all",
                "retraining list --json | jq -r 'select(.state == \"open\") | .model'",
            ],
        };
        verb.Add(model);
        verb.Add(all);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            await RequestPage.ShowAsync(context, parsed.GetValue(model), parsed.GetValue(all), output, cancellationToken);
        });
        return verb;
    }

    private TenantVerb WithdrawCommand()
    {
        var id = new IdArgument("a request", $"'{Invocation.Program} retraining list'")
        {
            Description = "The id of the request, as 'list' shows it.",
            Arity = ArgumentArity.ExactlyOne,
        };
        var (reason, by) = (new ReasonOption("Why no version is needed."), new ByOption("Who withdraws it"));
        var verb = new TenantVerb(_contexts, "withdraw", "Close a request without a decision of the gate.", Rows)
        {
            Examples = [$"retraining withdraw {ExampleId} --reason 'The data was wrong.'"],
        };
        verb.Add(id);
        verb.Add(reason);
        verb.Add(by);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var withdrawn = await new RetrainingRequestRepository(context).WithdrawAsync(
                parsed.GetValue(id)![0], parsed.GetValue(reason)!, by.Of(parsed),
                TimeProvider.System.GetUtcNow(), cancellationToken);
            output.Write(
                new { Request = withdrawn.Id, Model = withdrawn.ModelName, Outcome = "withdrawn" }, $"{withdrawn} is withdrawn.");
        });
        return verb;
    }

    private static async Task<bool> HasNoPolicyAsync(MlOpsDbContext context, string model, CancellationToken cancellationToken)
    {
        try
        {
            await new RetrainingPolicyRepository(context).GetForModelAsync(model, null, cancellationToken);
            return false;
        }
        catch (MlOpsException e) when (e.Error == MlOpsError.NotFound)
        {
            return true;
        }
    }
}
