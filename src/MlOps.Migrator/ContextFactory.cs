using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MlOps.Persistence;
using Npgsql;

namespace MlOps.Migrator;

/// <summary>Makes the contexts that all verbs work with, of the class that the program chose.</summary>
internal sealed class ContextFactory
{
    private readonly Func<IServiceCollection, string, MlOpsBuilder> _register;
    private readonly Func<Action<DbContextOptionsBuilder>, MlOpsDbContext> _create;

    private ContextFactory(
        Func<IServiceCollection, string, MlOpsBuilder> register, Func<Action<DbContextOptionsBuilder>, MlOpsDbContext> create) =>
        (_register, _create) = (register, create);

    public static ContextFactory For<TContext>()
        where TContext : MlOpsDbContext
    {
        var constructor = FindConstructor<TContext>();
        return new ContextFactory(
            (services, connection) => services.AddMlOps<TContext>(options => options.ConnectionString = connection),
            configure =>
            {
                var builder = new DbContextOptionsBuilder<TContext>();
                configure(builder);
                return (TContext)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [builder.Options], null);
            });
    }

    /// <summary>Adds the context, and all that works on it, to the services of a host.</summary>
    public MlOpsBuilder Register(IServiceCollection services, string connection) => _register(services, connection);

    /// <summary>Makes a context for the rows of one tenant.</summary>
    public MlOpsDbContext Create(NpgsqlDataSource target, Guid tenant) => _create(builder => builder.UseMlOps(target, tenant));

    /// <summary>Makes a context for tables in another schema. The search path of the data source must name it.</summary>
    public MlOpsDbContext CreateIn(string schema, NpgsqlDataSource target, Guid tenant) => _create(builder => builder.UseMlOps(
        target,
        tenant,
        configure: npgsql => npgsql.MigrationsHistoryTable(MlOpsDbContextOptionsExtensions.HistoryTable, schema)));

    /// <summary>Makes a context that knows its model and its migrations, and no server.</summary>
    public MlOpsDbContext CreateWithoutServer() => _create(builder => builder.UseNpgsql());

    private static ConstructorInfo FindConstructor<TContext>()
    {
        var type = typeof(TContext);
        var constructor = type.IsAbstract ? null : type.GetConstructor([typeof(DbContextOptions<>).MakeGenericType(type)]);
        return constructor ?? throw new MlOpsException(
            MlOpsError.Configuration,
            $"The command cannot create {type.FullName}. It must not be abstract, and needs the public constructor " +
            $"{type.Name}(DbContextOptions<{type.Name}> options), which passes the options to its base class. Add it.");
    }
}
