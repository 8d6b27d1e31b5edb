using MlOps.Persistence.Operations.Backup;
using MlOps.Soak;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Operations.Backup;

[OneVersionIsEnough]
public sealed class BackupStoreTests(TestServer server, TestDatabase database) : BackupTest(server, database)
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await using var context = Database.CreateContext();
        context.Add(Build.Model());
        await context.SaveChangesAsync();
    }

    [Fact]
    public async Task The_newest_backups_stay_and_what_is_not_of_their_kind_stays_too()
    {
        var whole = await CreateAsync();
        var first = await CreateAsync(Critical());
        var touched = await CreateAsync(Critical());
        File.WriteAllText(Path.Combine(touched.Path, "notes.txt"), "ours");
        var moved = Path.Combine(Backups, "before-the-move");
        Directory.Move((await CreateAsync(Critical())).Path, moved);
        var broken = await CreateAsync(Critical());
        File.Delete(broken.PathOf(broken.Manifest!.Files.First()));
        Directory.CreateDirectory(Path.Combine(Backups, "something else"));
        File.WriteAllText(Path.Combine(Backups, "something.txt"), "else");

        var second = await CreateAsync(Critical());
        var third = await CreateAsync(Critical() with { Keep = 2 });

        Assert.Equal(
            [third.Name, second.Name, broken.Name, "before-the-move", touched.Name, whole.Name],
            new BackupStore(Backups).List().Select(backup => backup.Name).OrderBy(name => Order(name)));
        Assert.False(Directory.Exists(first.Path));
        Assert.True(Directory.Exists(Path.Combine(Backups, "something else")));
        Assert.True(File.Exists(Path.Combine(Backups, "something.txt")));

        int Order(string name) => Array.IndexOf(
            (string[])[third.Name, second.Name, broken.Name, "before-the-move", touched.Name, whole.Name], name);
    }

    [Fact]
    public async Task A_new_backup_never_costs_the_last_good_one()
    {
        var good = await CreateAsync(Critical() with { Keep = 1 });
        File.Delete(good.PathOf(good.Manifest!.Files.First()));
        var next = await CreateAsync(Critical() with { Keep = 1 });
        Assert.Null(next.Fault);
        Assert.Equal([next.Name, good.Name], new BackupStore(Backups).List().Select(backup => backup.Name));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => CreateAsync(Critical() with { Keep = 0 }));
    }

    [Fact]
    public async Task What_a_killed_process_left_is_no_backup_and_the_next_one_removes_it()
    {
        var remains = Directory.CreateDirectory(Path.Combine(Backups, "20260301T120000000Z.partial")).FullName;
        File.WriteAllText(Path.Combine(remains, "manifest.json"), "{}");
        var other = Directory.CreateDirectory(Path.Combine(Backups, "download.partial")).FullName;
        Assert.Empty(new BackupStore(Backups).List());

        var backup = await CreateAsync(Critical());
        Assert.Equal([backup.Name], new BackupStore(Backups).List().Select(found => found.Name));
        Assert.Equal((false, true), (Directory.Exists(remains), Directory.Exists(other)));
    }

    [Fact]
    public async Task Two_at_once_write_one_after_the_other()
    {
        var two = await Task.WhenAll(CreateAsync(Critical()), CreateAsync(Critical()));
        Assert.All(two, backup => Assert.Null(backup.Fault));
        Assert.Equal(2, new BackupStore(Backups).List().Count);
    }

    [Fact]
    public async Task An_interrupted_one_leaves_nothing()
    {
        using var ending = new CancellationTokenSource();
        await using var context = Database.CreateOwnerContext();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new DatabaseBackup(context).CreateAsync(
            Critical(), new Watcher(_ => ending.Cancel()), ending.Token));
        Assert.Equal([".lock"], Directory.EnumerateFileSystemEntries(Backups).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_full_disk_is_named_and_nothing_is_left_on_it()
    {
        Assert.SkipUnless(SmallDisk.CanMount, SmallDisk.WhyNot);
        using var disk = SmallDisk.Mount(megabytes: 2);
        var options = Critical() with { Directory = disk.Directory };
        await CreateAsync(options);
        disk.Fill();
        var error = await Assert.ThrowsAsync<MlOpsException>(() => CreateAsync(options));
        Assert.Equal(MlOpsError.BackupUnavailable, error.Error);
        Assert.Contains(disk.Directory, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateDirectories(disk.Directory, "*.partial"));
        Assert.Null(Assert.Single(new BackupStore(disk.Directory).List()).Fault);
        disk.Free();
        await CreateAsync(options);
        Assert.Equal(2, new BackupStore(disk.Directory).List().Count);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_is_named()
    {
        Directory.CreateDirectory(Backups);
        File.WriteAllText(Path.Combine(Backups, "file"), "");
        var options = Critical() with { Directory = Path.Combine(Backups, "file", "in-it") };
        var error = await Assert.ThrowsAsync<MlOpsException>(() => CreateAsync(options));
        Assert.Equal(MlOpsError.BackupUnavailable, error.Error);
        Assert.Contains(options.Directory, error.Message, StringComparison.Ordinal);
        Assert.Equal(
            MlOpsError.NotFound, Assert.Throws<MlOpsException>(() => new BackupStore(Path.Combine(Backups, "none")).List()).Error);
        Assert.Equal(MlOpsError.NotFound, Assert.Throws<MlOpsException>(() => StoredBackup.Read(Path.Combine(Backups, "none"))).Error);
    }

    private BackupOptions Critical() => new(Backups) { Scope = BackupScope.Critical };
}
