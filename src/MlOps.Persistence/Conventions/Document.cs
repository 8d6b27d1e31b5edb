using MlOps.Domain;

namespace MlOps.Persistence.Conventions;

/// <summary>Reads and writes the documents of jsonb columns. Compiled models call it.</summary>
public static class Document
{
    public static string Write<T>(T value) => Json.From(value, "document").Text;

    public static T Read<T>(string text) => Json.FromDatabase(text).As<T>()!;
}
