using MlOps.Persistence;
using MlOps.Persistence.Repositories.Predictions;
using Npgsql;

namespace MlOps.Migrator.Commands;

/// <summary>Writes that a prediction writer accepted and the database refused.</summary>
internal sealed class DeadLettersCommand : Verb
{
    private readonly ContextFactory _contexts;

    public DeadLettersCommand(ContextFactory contexts)
        : base("dead-letters", "Writes that a prediction writer accepted and the database refused.")
    {
        _contexts = contexts;
        SetAction(new HelpWithExamples().Invoke);
        Add(ListCommand());
        Add(ChangeCommand("retry", "Try to store letters again, after the reason is fixed.", "retry --all", RetryAsync));
        Add(ChangeCommand("drop", "Delete letters permanently.", "drop 0195a000-0000-7000-8000-00000000000c", DropAsync));
    }

    private Verb ListCommand()
    {
        var (connection, tenant) = (ConnectionOption.Create(), new TenantOption("The tenant of the letters"));
        var limit = new LimitOption("letters");
        var command = new Verb("list", "List the letters, the oldest first.")
        {
            Examples = ["dead-letters list --limit 500", "dead-letters list --json | jq -r .reason | sort | uniq -c"],
        };
        command.Add(connection);
        command.Add(tenant);
        command.Add(limit);
        command.SetInterruptibleAction((parsed, output, cancellationToken) => WithLettersAsync(
            parsed.GetValue(connection),
            tenant.Of(parsed),
            letters => ListAsync(letters, limit.Of(parsed, output), output, cancellationToken),
            cancellationToken));
        return command;
    }

    private Verb ChangeCommand(
        string name, string description, string example, Func<DeadLetterRepository, Guid, Output, CancellationToken, Task<bool>> change)
    {
        var (connection, tenant) = (ConnectionOption.Create(), new TenantOption("The tenant of the letters"));
        var ids = new IdArgument("a letter", $"'{Invocation.Program} dead-letters list'")
        {
            Description = "The ids of letters, as 'list' shows them.",
        };
        var all = new Flag("--all", "All letters of the tenant.");
        var command = new Verb(name, description) { Examples = [$"dead-letters {example}"] };
        command.Add(ids);
        command.Add(connection);
        command.Add(tenant);
        command.Add(all);
        command.Validators.Add(parsed =>
        {
            if (parsed.GetResult(ids) is { Tokens.Count: > 0 } == parsed.GetValue(all))
                parsed.AddError($"Give either the ids of the letters to {name}, or --all.");
        });
        command.SetInterruptibleAction((parsed, output, cancellationToken) => WithLettersAsync(
            parsed.GetValue(connection),
            tenant.Of(parsed),
            async letters =>
            {
                var chosen = parsed.GetValue(all)
                    ? await letters.StreamAsync(int.MaxValue).Select(letter => letter.Id).ToListAsync(cancellationToken)
                    : [.. parsed.GetValue(ids)!];
                var failed = 0;
                foreach (var id in chosen)
                    failed += await change(letters, id, output, cancellationToken) ? 0 : 1;

                return failed == 0
                    ? ExitCode.Success
                    : throw new MlOpsException(MlOpsError.Refused, $"{failed} of {chosen.Count} are still refused, for the reasons above.");
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> ListAsync(
        DeadLetterRepository letters, int limit, Output output, CancellationToken cancellationToken)
    {
        var listing = new Listing("Letter", "Since", "Tries", "Kind", "Content", "Reason");
        await foreach (var letter in letters.StreamAsync(limit).WithCancellation(cancellationToken))
            listing.Add(letter.Id, letter.CreatedAt, letter.Attempts, letter.Kind, letter.ContentId, letter.Reason);

        output.Write(listing);
        var count = await letters.CountAsync(cancellationToken);
        output.Note(count == 0 ? "There are no dead letters." : $"{listing.Count} of {count}.");
        return ExitCode.Success;
    }

    private static async Task<bool> RetryAsync(
        DeadLetterRepository letters, Guid id, Output output, CancellationToken cancellationToken)
    {
        var refusal = await letters.RetryAsync(id, TimeProvider.System.GetUtcNow(), cancellationToken);
        output.Write(
            new { Letter = id, Outcome = refusal is null ? "stored" : "refused", Reason = refusal },
            refusal is null ? $"{id} stored" : $"{id} refused: {refusal}");
        return refusal is null;
    }

    private static async Task<bool> DropAsync(
        DeadLetterRepository letters, Guid id, Output output, CancellationToken cancellationToken)
    {
        await letters.DropAsync(id, cancellationToken);
        output.Write(new { Letter = id, Outcome = "dropped", Reason = (string?)null }, $"{id} dropped");
        return true;
    }

    private async Task<int> WithLettersAsync(
        string? connection, Guid tenant, Func<DeadLetterRepository, Task<int>> run, CancellationToken cancellationToken)
    {
        using var host = await MlOpsHost.OpenAsync(_contexts, connection, cancellationToken);
        await using var target = NpgsqlDataSource.Create(host.ConnectionString);
        await using var context = _contexts.Create(target, tenant);
        return await run(new DeadLetterRepository(context));
    }
}
