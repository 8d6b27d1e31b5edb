using System.CommandLine;
using System.CommandLine.Help;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Predictions;
using Npgsql;
using Spectre.Console;

namespace MlOps.Migrator.Commands;

/// <summary>Writes that a prediction writer accepted and the database refused.</summary>
internal sealed class DeadLettersCommand : Command
{
    private const int DefaultLimit = 50;

    private readonly ContextFactory _contexts;

    public DeadLettersCommand(ContextFactory contexts)
        : base("dead-letters", "Writes that a prediction writer accepted and the database refused.")
    {
        _contexts = contexts;
        SetAction(parsed => new HelpAction().Invoke(parsed));
        Add(ListCommand());
        Add(ChangeCommand("retry", "Try to store letters again, after the reason is fixed.", RetryAsync));
        Add(ChangeCommand("drop", "Delete letters permanently.", DropAsync));
    }

    private Command ListCommand()
    {
        var (connection, tenant) = (ConnectionOption.Create(), new TenantOption("The tenant of the letters"));
        var limit = new Option<int>("--limit")
        {
            Description = "The largest number of letters to list.",
            DefaultValueFactory = _ => DefaultLimit,
        };
        var command = new Command("list", "List the letters, the oldest first.") { connection, tenant, limit };
        command.SetInterruptibleAction((parsed, cancellationToken) => WithLettersAsync(
            parsed.GetValue(connection),
            tenant.Of(parsed),
            letters => ListAsync(letters, parsed.GetValue(limit), cancellationToken),
            cancellationToken));
        return command;
    }

    private Command ChangeCommand(
        string name, string description, Func<DeadLetterRepository, Guid, CancellationToken, Task<bool>> change)
    {
        var (connection, tenant) = (ConnectionOption.Create(), new TenantOption("The tenant of the letters"));
        var ids = new Argument<Guid[]>("id")
        {
            Description = "The ids of letters, as 'list' shows them.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var all = new Option<bool>("--all") { Description = "All letters of the tenant." };
        var command = new Command(name, description) { ids, connection, tenant, all };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(ids) is { Length: > 0 } == parsed.GetValue(all))
                parsed.AddError($"Give either the ids of the letters to {name}, or --all.");
        });
        command.SetInterruptibleAction((parsed, cancellationToken) => WithLettersAsync(
            parsed.GetValue(connection),
            tenant.Of(parsed),
            async letters =>
            {
                var chosen = parsed.GetValue(all)
                    ? await letters.StreamAsync(int.MaxValue).Select(letter => letter.Id).ToListAsync(cancellationToken)
                    : [.. parsed.GetValue(ids)!];
                var failed = 0;
                foreach (var id in chosen)
                    failed += await change(letters, id, cancellationToken) ? 0 : 1;

                return failed == 0
                    ? ExitCode.Success
                    : throw new MlOpsException(MlOpsError.Refused, $"{failed} of {chosen.Count} are still refused, for the reasons above.");
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> ListAsync(DeadLetterRepository letters, int limit, CancellationToken cancellationToken)
    {
        var table = new Table().AddColumns("Letter", "Since", "Tries", "What", "Reason");
        await foreach (var letter in letters.StreamAsync(limit).WithCancellation(cancellationToken))
        {
            table.AddRow(
                new Text($"{letter.Id}"),
                new Text($"{letter.CreatedAt:yyyy-MM-dd HH:mm}"),
                new Text($"{letter.Attempts}"),
                new Text($"{letter.Kind} {letter.ContentId}"),
                new Text(letter.Reason));
        }

        var count = await letters.CountAsync(cancellationToken);
        if (count > 0)
            Terminal.Out.Write(table);

        Console.WriteLine(count == 0 ? "There are no dead letters." : $"{table.Rows.Count} of {count}.");
        return ExitCode.Success;
    }

    private static async Task<bool> RetryAsync(DeadLetterRepository letters, Guid id, CancellationToken cancellationToken)
    {
        var refusal = await letters.RetryAsync(id, TimeProvider.System.GetUtcNow(), cancellationToken);
        Console.WriteLine(refusal is null ? $"{id} stored" : $"{id} refused: {refusal}");
        return refusal is null;
    }

    private static async Task<bool> DropAsync(DeadLetterRepository letters, Guid id, CancellationToken cancellationToken)
    {
        await letters.DropAsync(id, cancellationToken);
        Console.WriteLine($"{id} dropped");
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
