using System.CommandLine;
using MlOps.Domain.Tenancy;

namespace MlOps.Migrator.Commands;

/// <summary>A verb that works with a database.</summary>
internal class DatabaseVerb : Verb
{
    private readonly ContextFactory _contexts;
    private readonly ConnectionOption _connection = ConnectionOption.Create();

    /// <param name="contexts">Makes the contexts.</param>
    /// <param name="name">What a user types.</param>
    /// <param name="description">What the help says.</param>
    public DatabaseVerb(ContextFactory contexts, string name, string description)
        : base(name, description)
    {
        _contexts = contexts;
        Add(_connection);
    }

    /// <summary>Sets what the verb does. It has ended well if it throws nothing.</summary>
    public void SetAction(Func<ParseResult, TenantDatabase, Output, CancellationToken, Task> run) =>
        SetAnswer(async (parsed, database, output, cancellationToken) =>
        {
            await run(parsed, database, output, cancellationToken);
            return ExitCode.Success;
        });

    /// <summary>Sets what the verb does, if it has more than one good end.</summary>
    public void SetAnswer(Func<ParseResult, TenantDatabase, Output, CancellationToken, Task<int>> run) =>
        this.SetInterruptibleAction(async (parsed, output, cancellationToken) =>
        {
            await using var database = await TenantDatabase.OpenAsync(
                _contexts, parsed.GetValue(_connection), TenantOf(parsed), cancellationToken);
            return await run(parsed, database, output, cancellationToken);
        });

    /// <summary>The tenant of the session.</summary>
    protected virtual Guid TenantOf(ParseResult parsed) => Tenants.Default;
}
