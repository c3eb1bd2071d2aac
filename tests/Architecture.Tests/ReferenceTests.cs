using Mono.Cecil;

namespace Coder.Infra.Architecture.Tests;

/// <summary>Who refers to whom, in the compiled assemblies, is what <c>docs/architecture.md</c> draws.</summary>
public sealed class ReferenceTests
{
    /// <summary>References that the page does not draw, and that are to go: no new ones.</summary>
    private static readonly Dictionary<string, string[]> Debts = new()
    {
        // The event log and state files show resources in the form of a checkpoint.
        ["Engine"] = ["Display → Backend"],
        ["Providers"] = ["Serving → ."],
    };

    private static readonly Drawing Drawn = Drawing.Read();

    public static TheoryData<string> Rooms => [.. Drawn.Rooms.Keys];

    public static TheoryData<string> RoomsWithFolders => [.. Drawn.Folders.Keys];

    [Fact]
    public void Every_project_of_the_house_is_drawn()
    {
        Assert.Equal(Repository.Projects.Where(IsRoom).Select(Name).Order(), Drawn.Rooms.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_refers_to_those_that_it_may(string room)
    {
        using var module = ModuleDefinition.ReadModule(Repository.Assembly(Project(room)));
        var ours = Repository.Projects.Where(IsRoom).ToDictionary(project => Path.GetFileNameWithoutExtension(Repository.Assembly(project)), Name);
        var named = Repository.Read(Project(room)).Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));

        // What the project file names, and what the code makes use of through it.
        var found = module.AssemblyReferences.Select(reference => ours.GetValueOrDefault(reference.Name)).OfType<string>().Concat(named).Distinct().Except(Drawn.Rooms[room]);

        Assert.True(!found.Any(), $"{room} refers to {string.Join(", ", found)}, which docs/architecture.md does not allow.");
    }

    [Theory]
    [MemberData(nameof(RoomsWithFolders))]
    public void A_folder_refers_to_those_that_it_may(string room)
    {
        var folders = Drawn.Folders[room];
        var space = Repository.Read(Project(room)).Descendants("RootNamespace").Single().Value;
        var found = TypeReferences.Of(Repository.Assembly(Project(room)))
            .Where(reference => IsWithin(reference.From, space) && IsWithin(reference.To, space))
            .Select(reference => (From: Folder(reference.From), To: Folder(reference.To), Names: $"{reference.From[(space.Length + 1)..]} → {reference.To[(space.Length + 1)..]}"))
            .Where(reference => reference.From != reference.To && !folders[reference.From].Contains(reference.To))
            .ToLookup(reference => $"{reference.From} → {reference.To}", reference => reference.Names);
        var debts = Debts.GetValueOrDefault(room, []);

        var undrawn = found.Where(pair => !debts.Contains(pair.Key)).SelectMany(pair => pair.Select(names => $"{pair.Key}: {names}"));
        Assert.True(!undrawn.Any(), $"References that docs/architecture.md does not draw:\n{string.Join('\n', undrawn)}");
        Assert.All(debts, debt => Assert.True(found.Contains(debt), $"The debt \"{debt}\" of {room} is paid: strike it."));

        // The longest folder of the page that a type is in.
        string Folder(string type) => folders.Keys.Where(folder => folder == "." || IsWithin(type, $"{space}.{folder}")).MaxBy(folder => folder.Length)!;
    }

    [Theory]
    [MemberData(nameof(RoomsWithFolders))]
    public void Folders_are_drawn_without_a_circle(string room)
    {
        var left = Drawn.Folders[room].ToDictionary();
        while (left.Where(folder => !folder.Value.Any(left.ContainsKey)).Select(folder => folder.Key).ToList() is { Count: > 0 } ground)
            ground.ForEach(folder => left.Remove(folder));

        Assert.True(left.Count == 0, $"These folders of {room} are in a circle, or above one: {string.Join(", ", left.Keys)}");
    }

    [Theory]
    [MemberData(nameof(RoomsWithFolders))]
    public void Every_folder_that_is_drawn_exists(string room)
    {
        var folder = Path.Combine(Repository.Root, Path.GetDirectoryName(Project(room))!);

        Assert.All(Drawn.Folders[room].Values.SelectMany(to => to).Concat(Drawn.Folders[room].Keys).Where(name => name != "."), name =>
            Assert.True(Directory.Exists(Path.Combine(folder, name.Replace('.', Path.DirectorySeparatorChar))), $"{room} has no folder {name}."));
    }

    private static bool IsRoom(string project) => !project.StartsWith("tests/", StringComparison.Ordinal) && !project.StartsWith("benchmarks/", StringComparison.Ordinal);

    private static string Name(string project) => Path.GetFileNameWithoutExtension(project);

    private static string Project(string room) => Repository.Projects.Single(project => Name(project) == room);

    private static bool IsWithin(string type, string space) => type.StartsWith(space + ".", StringComparison.Ordinal);
}
