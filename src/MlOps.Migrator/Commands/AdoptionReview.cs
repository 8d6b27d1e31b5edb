using Microsoft.EntityFrameworkCore;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance;

namespace MlOps.Migrator.Commands;

/// <summary>What the only migration of a context would do to a database that the command of the library made.</summary>
/// <param name="Statements">The statements that it would run; null if it would be refused.</param>
/// <param name="Refusal">Why it would be refused, which does not matter if there is no such database.</param>
internal sealed record AdoptionReview(IReadOnlyList<string>? Statements, string? Refusal)
{
    /// <summary>Null for the library's own context, and once there is a second migration: it meets no such database any more.</summary>
    public static AdoptionReview? Of(MlOpsDbContext context)
    {
        if (context.GetType() == typeof(MlOpsDbContext) || context.Database.GetMigrations().Skip(1).Any())
            return null;

        try
        {
            return new([.. new SchemaUpgrade(context).ListAdoptionStatements().Select(statement => statement.Trim())], null);
        }
        catch (MlOpsException e) when (e.Error == MlOpsError.AdoptionRefused)
        {
            return new(null, e.Message);
        }
    }

    public IEnumerable<string> Explain(string migration) => Statements is null
        ? ["", .. Refusal!.Split('\n')]
        :
        [
            "",
            $"On a database that the migrations of MlOps made, {migration} adds only this:",
            .. Statements.SelectMany(statement => (string[])["", .. statement.ReplaceLineEndings("\n").Split('\n')]),
        ];
}
