using Microsoft.EntityFrameworkCore;
using MlOps.Persistence;

namespace MlOps.Testing;

/// <summary>
/// A model with other names in place of that of <see cref="MlOpsDbContext"/>, for a second run of the same tests.
/// </summary>
/// <param name="CreateContext">Makes a context with that model, of a class that derives from <see cref="MlOpsDbContext"/>.</param>
/// <param name="Translate">Puts its names into SQL of a test that has those of <see cref="MlOpsDbContext"/>.</param>
internal sealed record TestModel(Func<DbContextOptions<MlOpsDbContext>, MlOpsDbContext> CreateContext, Func<string, string> Translate)
{
    /// <summary>The model of this run; null for that of <see cref="MlOpsDbContext"/>.</summary>
    public static TestModel? Other { get; set; }

    /// <summary>SQL of a test with the names of its database.</summary>
    public static string Name<TContext>(string sql)
        where TContext : MlOpsDbContext => typeof(TContext) == typeof(MlOpsDbContext) && Other is { } other ? other.Translate(sql) : sql;
}
