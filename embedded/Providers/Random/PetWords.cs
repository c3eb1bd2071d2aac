namespace Coder.Infra.Providers.Random;

/// <summary>The words of which pets' names are made: short, friendly, lower case.</summary>
internal static class PetWords
{
    /// <summary>How.</summary>
    public static IReadOnlyList<string> Adverbs { get; } = Words(
        """
        ably barely boldly briefly brightly busily calmly clearly daily deeply dearly eagerly early easily evenly fairly fondly
        freely freshly fully gently gladly grandly greatly happily highly humbly jointly keenly kindly largely lightly likely
        loudly loyally luckily mainly merely mildly mostly namely nearly neatly newly nicely nimbly openly partly plainly
        promptly proudly purely quickly quietly rapidly rarely readily really richly rightly safely sharply shyly silently
        simply slowly smartly smoothly softly solely soundly strongly surely sweetly swiftly tenderly tightly truly vastly
        vividly warmly wholly widely wildly wisely
        """);

    /// <summary>What kind.</summary>
    public static IReadOnlyList<string> Adjectives { get; } = Words(
        """
        able active agile alert amber ample apt aware bold brave breezy brief bright brisk busy calm candid careful casual
        cheerful civil clean clear clever close cool cosmic cosy crisp curious dapper daring dashing deep devoted diligent
        direct eager early earnest easy elegant eminent equal exact expert fair faithful famous fancy fast fearless fine firm
        fit fleet flexible fluent fond frank free fresh friendly full funny generous gentle gifted glad golden good graceful
        grand grateful great handy happy hardy healthy helpful honest hopeful humble ideal immense intense jolly joyful just
        keen kind large lasting light lively loyal lucky major mature mellow merry mighty mild modern modest musical native
        neat new nice nimble noble novel open patient peaceful picked pleasant polite popular precise pretty prime proper
        proud prudent pure quick quiet rapid rare ready regular relaxed relevant rested rich robust round sacred safe
        sensible serene sharp shining silent simple sincere skilled smart smiling smooth social solid sound special splendid
        square stable steady still strong subtle sunny super sure sweet swift tall tender thankful tidy tiny tough true
        trusty upright urban useful valid vast viable vital vivid warm welcome whole wild willing wise witty worthy young
        """);

    /// <summary>Who.</summary>
    public static IReadOnlyList<string> Animals { get; } = Words(
        """
        adder albatross alpaca ant anteater antelope badger barnacle bass bat beagle bear beaver bee beetle bison boar bobcat
        buck buffalo bulldog bunny burro buzzard camel caribou carp cat caterpillar cheetah chicken chipmunk clam cobra cod
        collie condor coral cougar cow coyote crab crane cricket crow cub dane deer dingo dodo doe dog dolphin donkey dove
        dragon drake duck duckling eagle earwig eel eft egret elephant elk emu falcon fawn feline ferret filly finch firefly
        fish flamingo flea fly foal fowl fox frog gannet garfish gazelle gecko gelding gibbon giraffe glowworm gnat gnu goat
        goldfish goose gopher grackle grizzly grouper grouse guinea gull guppy haddock halibut hamster hare hawk hedgehog
        hen heron herring hippo hog honeybee hornet horse hound husky ibex iguana impala jackal jaguar jay jennet
        joey kangaroo katydid kid killdeer kingfish kit kite kitten kiwi koala koi krill lab lacewing ladybird lamb lamprey
        lark lemming lemur leopard liger lion lioness lizard llama lobster locust longhorn loon lynx macaque macaw
        mackerel magpie mako mallard mammoth man manatee mantis mantid marlin marmoset marmot marten martin mastiff mastodon
        mayfly meerkat midge mink minnow mite mole mollusk monarch mongoose monitor monkey monkfish moose moray mosquito moth
        mouse mudfish mule mullet muskox muskrat mustang narwhal newt octopus opossum orca oriole oryx osprey ostrich owl
        ox oyster panda pangolin panther parakeet parrot peacock pegasus pelican penguin perch phoenix pig pigeon piglet pika
        pipefish piranha platypus polecat polliwog pony poodle porpoise possum prawn primate puma pup python quagga quail
        rabbit raccoon ram rat raven ray redbird redfish reindeer rhino robin rodent rooster sailfish salmon sawfish scorpion
        sculpin seagull seal seasnail shad shark sheep shepherd shiner shrew shrimp silkworm skink skunk skylark sloth slug
        snail snake snapper snipe sole spaniel sparrow spider sponge squid squirrel stag starfish starling stallion stingray
        stinkbug stork sturgeon sunbeam sunbird sunfish swan swift swine tadpole tahr tapir tarpon teal termite terrapin
        terrier tetra thrush tiger titmouse toad tomcat tortoise toucan treefrog troll trout tuna turkey turtle unicorn
        urchin vervet viper vulture wahoo wallaby walleye walrus warthog wasp weasel weevil whale whippet wildcat wolf wombat
        woodcock worm wren yak yeti zebra
        """);

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
