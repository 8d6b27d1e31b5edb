using System.CommandLine;
using System.CommandLine.Help;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Predictions;
using Npgsql;
using Spectre.Console;

namespace MlOps.Migrator.Commands;

/// <summary>What prediction writers accepted and the database refused.</summary>
internal sealed class DeadLettersCommand : Command
{
    private const int ShownUnlessTold = 50;

    private readonly ContextFactory _contexts;

    public DeadLettersCommand(ContextFactory contexts)
        : base("dead-letters", "What prediction writers accepted and the database refused.")
    {
        _contexts = contexts;
        SetAction(parsed => new HelpAction().Invoke(parsed));
        Add(ListCommand());
        Add(ChangeCommand("retry", "Try them again, after the reason is mended.", RetryAsync));
        Add(ChangeCommand("drop", "Delete them for good.", DropAsync));
    }

    private Command ListCommand()
    {
        var (connection, tenant) = (ConnectionOption.Create(), new TenantOption("Whose letters"));
        var limit = new Option<int>("--limit") { Description = "How many to show.", DefaultValueFactory = _ => ShownUnlessTold };
        var command = new Command("list", "Show them, the oldest first.") { connection, tenant, limit };
        command.SetInterruptibleAction((parsed, cancellationToken) => WithLettersAsync(
            parsed.GetValue(connection), tenant.Of(parsed), letters => ListAsync(letters, parsed.GetValue(limit), cancellationToken), cancellationToken));
        return command;
    }

    private Command ChangeCommand(
        string name, string description, Func<DeadLetterRepository, Guid, CancellationToken, Task<bool>> change)
    {
        var (connection, tenant) = (ConnectionOption.Create(), new TenantOption("Whose letters"));
        var ids = new Argument<Guid[]>("id") { Description = "Which ones, by the ids that list shows.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "All of them." };
        var command = new Command(name, description) { ids, connection, tenant, all };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(ids) is { Length: > 0 } == parsed.GetValue(all))
                parsed.AddError($"Name the letters to {name}, or all of them by --all.");
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

        Console.WriteLine(count == 0 ? "There are none." : $"{table.Rows.Count} of {count}.");
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
