using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Postgres.Triggers;

/// <summary>Adds the functions and triggers that note logins and times of changes, once the columns have their names.</summary>
internal sealed class NotedColumnConvention(ISqlGenerationHelper sql) : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(
        IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        var features = modelBuilder.Metadata.GetFeatures();
        foreach (var property in modelBuilder.Metadata.GetEntityTypes().SelectMany(type => type.GetDeclaredProperties()).ToList())
        {
            var type = property.DeclaringType;
            if (property[features.Annotations.LoginOf] is string act)
                AddTrigger(modelBuilder, property, features, "BEFORE INSERT OR UPDATE", NoteLogin(property, type.FindProperty(act)!));
            if (property[features.Annotations.ChangeOf] is string changed)
            {
                var change = type.FindProperty(changed)!;
                AddTrigger(
                    modelBuilder, property, features, $"BEFORE UPDATE OF {Name(change)}, {Name(property)}", NoteTime(property, change));
            }
        }
    }

    private void AddTrigger(
        IConventionModelBuilder modelBuilder, IConventionProperty noted, PostgresFeaturesOptions features, string when, string body)
    {
        var entityType = (IConventionEntityType)noted.DeclaringType;
        var signature = sql.DelimitIdentifier($"{features.SetFunctionPrefix}{entityType.GetTableName()}_{noted.GetColumnName()}") + "()";
        modelBuilder.HasAnnotation(features.Annotations.Function + signature, Define(body));
        entityType.Builder.HasAnnotation(
            $"{features.Annotations.Trigger}set_{noted.GetColumnName()}",
            new TriggerSpec(when, $"EXECUTE FUNCTION {signature}").ToString());
    }

    private string NoteLogin(IConventionProperty login, IConventionProperty time) =>
        $"""
        IF TG_OP = 'INSERT' OR NEW.{Name(time)} IS DISTINCT FROM OLD.{Name(time)} THEN
                NEW.{Name(login)} := CASE WHEN NEW.{Name(time)} IS NOT NULL THEN session_user END;
            ELSE
                NEW.{Name(login)} := OLD.{Name(login)};
            END IF;
        """;

    private string NoteTime(IConventionProperty noted, IConventionProperty changed) =>
        $"""
        NEW.{Name(noted)} := CASE WHEN NEW.{Name(changed)} IS DISTINCT FROM OLD.{Name(changed)} THEN now() ELSE OLD.{Name(noted)} END;
        """;

    private string Name(IConventionProperty property) => sql.DelimitIdentifier(property.GetColumnName());

    // It reads and writes the row alone, so that a distributed table may have it.
    private static string Define(string body) =>
        $"""
        RETURNS trigger LANGUAGE plpgsql AS $function$
        BEGIN
            {body}
            RETURN NEW;
        END $function$
        """.ReplaceLineEndings("\n");
}
