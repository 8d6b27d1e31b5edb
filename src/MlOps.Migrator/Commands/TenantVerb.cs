using System.CommandLine;

namespace MlOps.Migrator.Commands;

/// <summary>A verb that works with the rows of a tenant.</summary>
internal class TenantVerb : Verb
{
    private readonly ContextFactory _contexts;
    private readonly ConnectionOption _connection = ConnectionOption.Create();
    private readonly TenantOption _tenant;

    /// <param name="contexts">Makes the contexts.</param>
    /// <param name="name">What a user types.</param>
    /// <param name="description">What the help says.</param>
    /// <param name="rows">Whose tenant is meant: "The tenant of the jobs".</param>
    public TenantVerb(ContextFactory contexts, string name, string description, string rows)
        : base(name, description)
    {
        (_contexts, _tenant) = (contexts, new TenantOption(rows));
        Add(_connection);
        Add(_tenant);
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
                _contexts, parsed.GetValue(_connection), _tenant.Of(parsed), cancellationToken);
            return await run(parsed, database, output, cancellationToken);
        });
}
