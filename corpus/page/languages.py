"""The words and lines of pages in German, French, Spanish, Italian, Portuguese and Dutch."""

from __future__ import annotations

from typing import Final

# Words that menus, buttons and footers are made of, as LABEL_WORDS has them for English. A label
# has all its words from one language.
LABELS: Final = tuple(
    frozenset(words.split())
    for words in (
        """abmelden abo abonnement abonnieren agb aktuell aktuelle aktuelles akzeptieren alle
        an anmelden anmeldung anzeige anzeigen app archiv artikel auch audio auf ausgabe
        autor bestellen bilder bilderstrecke blog börse cookie-einstellungen cookies das
        datenschutz datenschutz-einstellungen datenschutzerklärung debatte der deutschland
        die digital drucken e-paper einloggen einstellungen empfehlen epaper facebook
        feuilleton finanzen fotos fußball gemerkt gesellschaft gewinnspiel gewinnspiele
        hilfe home horoskop hören im impressum in inhalt instagram jetzt jobs karriere
        kaufen kleinanzeigen kolumne kommentar kommentare kommentieren kontakt kultur
        kündigen leserbriefe leserservice letzte lokales mail mediadaten mediathek mehr
        meine meinung meistgelesen meistgelesene meldungen menü merken merkliste nach
        nachrichten navigation netiquette neue neueste newsletter nutzungsbasierte
        nutzungsbedingungen oben online panorama podcast podcasts politik presse probeabo
        push ratgeber redaktion region registrieren reise ressorts rss schließen service
        shop sitemap speichern spiele sport stadt start startseite stellenmarkt suche
        suchen teilen termine thema themen ticker todesanzeigen trauer tv twitter und uns
        unsere veranstaltungen verlag video videos vorlesen weiter weiterlesen werben
        werbung wetter whatsapp widerruf wirtschaft wissen zeitung zu zum zur zurück über
        übersicht""",
        """abonnement abonnements abonner abonnez-vous accepter accessibilité accueil
        actualité actualités aide annonces article articles au aux avis boutique cgu cgv
        commentaire commentaires commenter conditions confidentialité confidentielles
        connecter connectez-vous connexion contact contactez-nous contenu continu cookies
        copier courriel culture d d'utilisation dans de derniers dernières des direct diver
        divers données du découvrir défiler e-mail emploi en enregistrer environnement
        envoyer et facebook faits faq favoris fermer france gestion générales haut
        hors-série idées imprimer info infos instagram international internet jeux journal
        kiosque l l'accueil l'actu l'article la le lecture les lien lire lus légales
        mentions menu mes mon monde météo navigation newsletter newsletters nos
        notifications nous nouvelles opinions page pages paramètres partager petites photos
        plan plus podcasts politique premium presse principal préférences publicité
        publicités qui recherche rechercher recommandé retour rss rubriques réagir régie
        région régions réservés s s'abonner s'identifier s'inscrire santé sciences se
        services signaler site société sommes-nous son sport sports suivre sur tous tout
        toute toutes tribunes twitter télécharger une utiles utilisation vidéo vidéos vie
        whatsapp à économie écouter édition étranger""",
        """a accesibilidad aceptar al anúnciate archivo artículo artículos aviso ayuda blogs
        boletines boletín buscar cartelera ciencia cine clasificados comentar comentario
        comentarios compartir condiciones conectar configuración configurar contacto
        contenido contratar cookies copiar correo cultura código de del deportes descargar
        directo e economía edición editorial el email empleo en enlace escuchar españa
        esquelas facebook fotos galerías guardar hemeroteca hora horóscopo impresa imprimir
        iniciar inicio instagram internacional ir juegos la las leer legal leídas leído lo
        local los loterías mapa menú mi mis mundo más navegación newsletter newsletters
        nosotros noticia noticias nuestra nuestro obituarios opinión pasatiempos periódico
        personas podcast podcasts política portada preguntas premium privacidad publicidad
        quiénes registrarse registro relacionada relacionadas relacionado relacionados rss
        secciones sección seguir servicios sesión sobre sociedad somos sucesos suscribirse
        suscripciones suscripción suscriptor suscriptores suscríbete temas tiempo tienda
        trending tráfico tv twitter términos ultimas uso usuario ver viajes vida video
        videos vistas visto volver vídeo vídeos web whatsapp y última últimas""",
        """a abbonamenti abbonamento abbonati accedi accessibilità accetta account aiuto al
        alla ambiente annunci archivio articoli articolo ascolta attualità blog cerca chi
        chiudi cinema commenta commenti condividi condizioni consigliati consulta contatti
        contenuto cookie copia correlati corsi cronaca cultura d'uso dei del della di
        dichiarazione e economia edicola edizione email esteri eventi facebook foto gallery
        gerenza gestisci giochi giornale gli home i il impostazioni in informativa
        instagram iscriviti italia la lavora le leggi letti link login menu meteo mondo
        motori musica necrologi newsletter noi notifiche notizie ora oroscopo pagina più
        podcast politica preferenze primo principale privacy pubblicità redazione
        registrati ricerca rss rubriche salute salva scarica scienza scopri scrivi segui
        servizi servizio sezioni shop siamo società sport stampa su sui sul tag tecnologia
        temi termini torna tutte tutti tutto twitter ultim'ora ultima ultime utente vai
        viaggi video whatsapp""",
        """a aceitar acessibilidade agora ajuda anuncie anúncio anúncios ao aplicativo arquivo
        artigo artigos assinante assinar assinaturas assine blogs brasil busca buscar
        cadastre-se cancelar carregar classificados colunas comentar comentários
        compartilhar compartilhe condições conta contacto contactos contato conteúdo
        cookies copiar cultura da das de definições desporto destaques do dos e economia
        editoriais edição educação email empregos entrar entretenimento enviar esporte
        esportes expediente facebook fale favoritos ficha fotos futebol gerais guardar
        horóscopo imprensa imprimir iniciar instagram internacional início ir jogos jornal
        leia leitor lidas link login mais mapa menu meteorologia meu minha mundo navegação
        newsletter newsletters nos notícias o obituário opinião ouvir para partilhar
        pesquisa pesquisar podcasts política populares portugal principal privacidade
        publicidade página quem receber recomendados redes registar relacionadas
        relacionados rss saiba salvar saúde seguir serviços sessão siga sobre sociais
        sociedade somos subscrever tecnologia tema temas tempo termos todas todos topo tv
        twitter técnica uso ver viagem voltar vídeo vídeos whatsapp últimas""",
        """aanbevolen aanmelden abonnee abonneer abonnement abonnementen abonneren accepteren
        account advertentie advertenties adverteren agenda algemene alle archief artikel
        artikelen beheren bekijk beluister bewaren binnenland buitenland colofon columns
        contact cookie-instellingen cookiebeleid cookies cultuur de deel delen digitale
        e-mail economie een en facebook familieberichten foto foto's gelezen gezondheid
        help home hoofdmenu in inloggen instagram instellingen je journalistiek
        klantenservice krant kunst lees lezers link luister meer meest meld menu mijn naar
        nieuws nieuwsbrief nieuwsbrieven onze op opinie opslaan over
        overlijdensadvertenties podcast podcasts politiek print printen privacy
        privacybeleid privacyverklaring puzzels reacties reageer reageren redactie regio
        registreren reizen rss service sluiten sport stuur tech terug tip twitter
        uitgelicht vacatures van veelgestelde verder verkeer video video's voorpagina
        voorwaarden vragen webwinkel weer wetenschap whatsapp wij zoek zoeken""",
    )
)
# Lines that begin so, as in the RULES of the other modules.
RULES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        "link to another story",
        (
            r"(?:lesen sie (?:auch|hier|mehr|dazu|weiter)|mehr zum thema|auch interessant"
            r"|das könnte sie (?:auch )?interessieren|weitere (?:artikel|themen|nachrichten"
            r"|meldungen)"
            r"|(?:meist|viel)gelesene? ?(?:artikel)?|verwandte themen|aus dem archiv)(?:\W*$|: )",
            r"(?:à (?:lire|voir|écouter|découvrir|revoir)(?: aussi| également| sur le sujet)?"
            r"|lire (?:aussi|également|la suite)|sur le même (?:sujet|thème)|dans la même rubrique"
            r"|(?:les )?(?:articles )?(?:les )?plus (?:lus|vus|partagés|commentés|récents)"
            r"|voir aussi"
            r"|nos derniers articles|vous aimerez aussi)(?:\W*$| ?: )",
            r"(?:(?:lee|lea|leer|ver|vea|mira|escucha) (?:también|más|además)|te puede interesar"
            r"|también te puede interesar|noticias? relacionad[ao]s?|lo más (?:leído|visto"
            r"|comentado)"
            r"|más (?:noticias|información|sobre [\w ]{3,30})|temas relacionados)(?:\W*$|: )",
            r"(?:leggi (?:anche|tutto)|(?:i )?più (?:letti|visti)"
            r"|potrebbe(?:ro)? interessarti(?: anche)?"
            r"|articoli correlati|ti consigliamo(?: anche)?|guarda anche)(?:\W*$|: )",
            r"(?:(?:leia|veja|ouça|saiba) (?:também|mais)|(?:as )?mais (?:lidas|vistas|lidos)"
            r"|notícias relacionadas|artigos relacionados|últimas notícias"
            r"|relacionad[ao]s)(?:\W*$|: )",
            r"(?:lees (?:ook|verder|meer)|meer over [\w ]{3,30}|meest (?:gelezen|bekeken|recent)"
            r"|aanbevolen(?: voor u)?|gerelateerde? (?:artikelen|nieuws)?|bekijk ook)(?:\W*$|: )",
        ),
    ),
    (
        "subscription box",
        (
            r"(?:jetzt (?:abonnieren|anmelden|registrieren|testen|lesen|kostenlos)|bereits abonnent"
            r"|sie haben bereits|(?:monatlich|jederzeit) kündbar|mit meiner anmeldung"
            r"|weiterlesen mit"
            r"|diesen artikel (?:weiter)?lesen|\d+ wochen? (?:für|gratis)"
            r"|(?:hier )?zum newsletter)\b.*$",
            r"(?:article réservé|réservé aux abonnés|(?:il vous reste )?\d+ ?% (?:de cet article|à"
            r" découvrir)|déjà abonné|abonnez-vous|s['’]abonner|inscrivez-vous|recevez"
            r"|votre adresse e-?mail|lire plus tard|offrir l['’]article|offrir cet article)\b.*$",
            r"(?:suscríbete|ya eres suscriptor|contenido (?:exclusivo|solo) para"
            r"|para seguir leyendo"
            r"|esta funcionalidad es|recibe (?:cada|todas|en tu|nuestr)|apúntate|regístrate)\b.*$",
            r"(?:abbonati|sei già abbonato|articolo riservato|contenuto riservato|iscriviti|ricevi"
            r" (?:ogni|le|la)|per continuare a leggere)\b.*$",
            r"(?:assine|já é assinante|conteúdo exclusivo|exclusivo para assinantes"
            r"|receba (?:as|o|no"
            r"|em)|inscreva-se|subscreva|cadastre-se)\b.*$",
            r"(?:word abonnee|al abonnee|abonneer|neem een abonnement|schrijf (?:je|u) in"
            r"|meld (?:je"
            r"|u) aan|ontvang (?:elke|dagelijks|onze))\b.*$",
        ),
    ),
    (
        "advertisement",
        (
            r"(?:anzeige|werbung|publicité|publicidad|pubblicità|publicidade|advertentie"
            r"|la suite après (?:la|cette) publicité|continua dopo la pubblicità"
            r"|continua (?:depois|após) (?:da|a) publicidade)\W*$",
        ),
    ),
    (
        "credit",
        (
            r"(?:[^“”„«]{5,250} )?(?:foto|fotos|bild|quelle|crédit photo|photo|foto de"
            r"|fotografia|crédito"
            r"|beeld): ?(?-i:[A-ZÀ-Ý])[^.“”„«]{2,60}$",
            r"[^“”„«]{5,200} \(?© ?(?-i:[A-ZÀ-Ý])[^.]{2,60}$",
            r"[^“”„«]{10,200}\. / (?-i:[A-ZÀ-Ý])[\w. -]{2,40}$",
        ),
    ),
    (
        "byline",
        (
            r"(?-i:(?:Von|Par|Por|Di|Door) [A-ZÀ-Ý][\w.'’-]+(?: (?:de|da|di|van|von|der|den|la"
            r"|le|du"
            r"|dos|del|[A-ZÀ-Ý][\w.'’-]*)){1,4}(?:(?: und | et | y | e | en "
            r"|, )[A-ZÀ-Ý][\w.'’ -]+)?)$",
        ),
    ),
    (
        "date",
        (
            r"(?:lesezeit|lesedauer|temps de lecture|lecture|tiempo de lectura|tempo di lettura"
            r"|tempo de leitura|leestijd) ?:? ?\d.*$",
            r"(?:veröffentlicht|aktualisiert|stand|erstellt|publié|mis à jour|modifié|publicado"
            r"|actualizado|pubblicato|aggiornato|publicado em|atualizado|gepubliceerd|bijgewerkt"
            r"|laatste update)\b(?=.*\d)[^.!?“”„«]{0,80}[.h]?$",
            r"\d{1,2}[./]\d{1,2}[./]\d{4}(?:[ ,|–-]+(?:\w+ )?(?:las? |um |alle |às "
            r"|à )?\d{1,2}[:.h]\d\d"
            r"(?: ?(?:uhr|h\.?|uur))?)?\W*$",
        ),
    ),
    (
        "page controls",
        (
            r"(?:zum (?:inhalt|hauptinhalt|menü)|zur (?:startseite|navigation|suche)|nach oben"
            r"|artikel (?:anhören|teilen|merken|drucken|vorlesen|verschenken))\b[\w ]{0,20}$",
            r"(?:aller au (?:contenu|menu)|passer au contenu|retour (?:en haut|à l['’]accueil)"
            r"|(?:écouter|partager|imprimer|enregistrer|sauvegarder) (?:l['’]|cet )article"
            r"|ajouter à mes favoris)\W*$",
            r"(?:ir al (?:contenido|menú)|saltar al contenido|volver (?:arriba|a la portada"
            r"|a intentar)"
            r"|escuchar (?:el )?artículo|compartir (?:en .{2,20})?)\W*$",
            r"(?:vai al contenuto|salta al contenuto|torna (?:su|alla home)"
            r"|ascolta l['’]articolo)\W*$",
            r"(?:ir para o conteúdo|saltar para o conteúdo|voltar ao (?:topo|início)"
            r"|ouvir (?:o )?artigo"
            r"|copiar link)\W*$",
            r"(?:naar (?:de )?(?:hoofd)?inhoud|ga naar (?:de )?inhoud|terug naar boven"
            r"|luister naar dit"
            r" artikel)\W*$",
        ),
    ),
    (
        "comments",
        (
            r"(?:kommentar (?:verfassen|schreiben)|diskutieren sie mit|jetzt mitdiskutieren"
            r"|(?:alle )?kommentare(?: lesen| anzeigen)?|lire les (?:\d+ )?commentaires"
            r"|réagir à cet article|laisser un commentaire|ver (?:\d+ )?comentarios"
            r"|deja un comentario"
            r"|escribe tu comentario|(?:leggi|mostra) i commenti|lascia un commento|deixe (?:um"
            r"|o seu)"
            r" comentário|ver comentários|bekijk reacties|plaats (?:een )?reactie)\b.{0,60}$",
        ),
    ),
    (
        "copyright footer",
        (
            r"[^“”„«]{0,80}(?:alle rechte vorbehalten|tous droits réservés"
            r"|todos los derechos reservados"
            r"|tutti i diritti riservati|riproduzione riservata|todos os direitos reservados"
            r"|alle rechten voorbehouden)\b.{0,60}$",
        ),
    ),
)
