using System.CommandLine;
using MlOps.Domain.Registry;
using MlOps.Migrator.Registry;
using MlOps.Persistence.Repositories.Registry;

namespace MlOps.Migrator.Commands;

/// <summary>Models, their versions, and which of them serves.</summary>
internal sealed class ModelsCommand : Verb
{
    private const string Rows = "The tenant of the models";

    private readonly ContextFactory _contexts;

    public ModelsCommand(ContextFactory contexts)
        : base("models", "Models, their versions, and which of them serves.")
    {
        _contexts = contexts;
        SetAction(new HelpWithExamples().Invoke);
        Add(new ModelsRegisterCommand(contexts));
        Add(ListCommand());
        Add(ShowCommand());
        Add(PromoteCommand());
        Add(RollbackCommand());
        Add(HistoryCommand());
        Add(new ModelsCompareCommand(contexts));
    }

    private TenantVerb ListCommand()
    {
        var stage = new Option<string?>("--stage") { Description = "Only versions in this stage." };
        stage.AcceptOnlyFromAmong([.. Enum.GetNames<ModelStage>().Select(name => name.ToLowerInvariant())]);
        var verb = new TenantVerb(_contexts, "list", "List the models with their versions, by name.", Rows)
        {
            Examples = ["models list", "models list --stage production --json | jq -r '[.model, .version] | @tsv'"],
        };
        verb.Add(stage);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var listing = await new ModelPages(context, cancellationToken).ListAsync(
                parsed.GetValue(stage) is { } name ? Enum.Parse<ModelStage>(name, ignoreCase: true) : null);
            output.Write(listing);
            output.Note(listing.Count == 0
                ? $"There are none. '{Invocation.Program} models register' registers a model."
                : $"{listing.Count} lines.");
        });
        return verb;
    }

    private TenantVerb ShowCommand()
    {
        var version = new Argument<string?>("version") { Description = "One version alone.", Arity = ArgumentArity.ZeroOrOne };
        var verb = ModelVerb("show", "Show a model with its versions, or with one of them.", ["models show churn", "models show churn 2"]);
        verb.Command.Add(version);
        verb.Command.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            await new ModelPages(context, cancellationToken)
                .ShowAsync(parsed.GetValue(verb.Model)!, parsed.GetValue(version), output);
        });
        return verb.Command;
    }

    private TenantVerb HistoryCommand()
    {
        var verb = ModelVerb("history", "Show which version of a model served when, and each move of a version.", ["models history churn"]);
        verb.Command.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            await new ModelPages(context, cancellationToken).ShowHistoryAsync(parsed.GetValue(verb.Model)!, output);
        });
        return verb.Command;
    }

    private TenantVerb PromoteCommand()
    {
        var version = new Argument<string>("version") { Description = "The version to put into production." };
        var (reason, by, expected) = (new ReasonOption("Why."), new ByOption(), ExpectOption());
        var verb = ModelVerb(
            "promote",
            "Put a version into production, in place of the one that serves now.",
            ["models promote churn 2 --reason 'It scores better.'", "models promote churn 2 --reason 'gate 4711' --by gate --expect 1"]);
        verb.Command.Add(version);
        verb.Command.Add(reason);
        verb.Command.Add(by);
        verb.Command.Add(expected);
        verb.Command.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var (versions, model, name) = (new ModelVersionRepository(context), parsed.GetValue(verb.Model)!, parsed.GetValue(version)!);
            var before = await versions.FindInProductionAsync(model, cancellationToken);
            var replaced = before?.Version;
            // A pipeline that was killed after the promotion runs again, and has what it wants.
            if (replaced == name)
            {
                output.Write(
                    new { Model = model, Version = name, Replaced = (string?)null, Outcome = "unchanged" },
                    $"Version {name} of model '{model}' serves already.");
                return;
            }

            await versions.PromoteAsync(model, name, ReadChange(parsed, reason, by), parsed.GetValue(expected), cancellationToken);
            output.Write(
                new { Model = model, Version = name, Replaced = replaced, Outcome = "promoted" },
                $"Version {name} of model '{model}' serves now{(replaced is null ? "" : $", in place of version {replaced}")}.");
        });
        return verb.Command;
    }

    private TenantVerb RollbackCommand()
    {
        var (reason, by, expected) = (new ReasonOption("Why."), new ByOption(), ExpectOption());
        var verb = ModelVerb(
            "rollback",
            "Put the version back that served before the present one was promoted. A second rollback goes one further back.",
            ["models rollback churn --reason 'It fails for new customers.'", "models rollback churn --reason 'alert 4711' --expect 2"]);
        verb.Command.Add(reason);
        verb.Command.Add(by);
        verb.Command.Add(expected);
        verb.Command.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var (versions, model) = (new ModelVersionRepository(context), parsed.GetValue(verb.Model)!);
            var replaced = (await versions.FindInProductionAsync(model, cancellationToken))?.Version;
            var serving = await versions.RollbackAsync(
                model, ReadChange(parsed, reason, by), parsed.GetValue(expected), cancellationToken);
            output.Write(
                new { Model = model, serving.Version, Replaced = replaced },
                $"Version {serving.Version} of model '{model}' serves again, in place of version {replaced}.");
        });
        return verb.Command;
    }

    private (TenantVerb Command, Argument<string> Model) ModelVerb(string name, string description, IReadOnlyList<string> examples)
    {
        var model = new Argument<string>("model") { Description = "The name of the model." };
        var verb = new TenantVerb(_contexts, name, description, "The tenant of the model") { Examples = examples };
        verb.Add(model);
        return (verb, model);
    }

    private static StageChange ReadChange(ParseResult parsed, Option<string> reason, ByOption by) => new(
        by.Of(parsed), parsed.GetValue(reason)!, TimeProvider.System.GetUtcNow());


    private static Option<string?> ExpectOption() =>
        new("--expect") { Description = "Refuse unless this version serves now.", HelpName = "version" };
}
