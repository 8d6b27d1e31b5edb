using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MlOps.Persistence.Conventions;

/// <summary>Stores a list as an array of objects.</summary>
public sealed class ListConverter<T>() : ValueConverter<IReadOnlyList<T>, string>(
    list => Document.Write(list), text => Document.Read<T[]>(text));
